import type { RequestDetail } from '#shared/domain/request.ts'
import type { SignatureVerdict } from '#shared/domain/signature.ts'
import { useState } from 'react'
import { messageOf } from '../../client/call-error.ts'
import { unmatchedId, useEndpoint } from '../../state/queries.ts'
import { useScheme } from '../../state/schemes.ts'
import { makeTrial, useVerdict, type Trial } from '../../state/signatures.ts'
import { Button } from '../../ui/button.tsx'
import { CodeWords } from '../../ui/code-words.tsx'
import { Notice } from '../../ui/notice.tsx'
import { CheckBar } from './check/check-bar.tsx'
import { Proposals } from './check/proposals.tsx'
import { TrialNotice } from './check/trial-notice.tsx'
import type { SchemeOptions } from './code/options.ts'
import { VerifierCode } from './code/verifier-code.tsx'
import { Diagnoses } from './diagnosis/diagnoses.tsx'
import { SignedText } from './evidence/signed-text.tsx'
import { Timestamp } from './evidence/timestamp.tsx'
import { Values } from './evidence/values.tsx'
import { Part } from './part.tsx'
import styles from './signature.module.css'
import { VerdictHead } from './verdict/verdict-head.tsx'

/** Whether a request is genuine, and when not, why. */
export const signatureTab = {
  value: 'signature',
  label: 'Signature',
  before: 'answer',
  fits: (request: RequestDetail): boolean => !request.malformed,
  render: (request: RequestDetail) => <SignatureTab request={request} />,
} as const

function SignatureTab({ request }: { request: RequestDetail }) {
  const endpoint = useEndpoint(request.endpointId)
  const [trial, setTrial] = useState<Trial | null>(null)
  const verdict = useVerdict(request.id, trial)
  const set = endpoint?.signature ?? null
  const owner = request.endpointId === unmatchedId ? undefined : endpoint
  const schemeId = trial?.scheme ?? set?.scheme ?? null
  return (
    <div className={styles.tab}>
      <CheckBar
        scheme={schemeId}
        trial={trial}
        endpoint={owner}
        onTry={(scheme, secret) =>
          setTrial(
            secret === null && (scheme === null || scheme === set?.scheme) ? null : makeTrial(scheme, secret),
          )
        }
      />
      {trial !== null && (
        <TrialNotice
          key={trial.number}
          trial={trial}
          scheme={schemeId}
          endpoint={owner}
          onEnd={() => setTrial(null)}
        />
      )}
      {!request.complete && (
        <div className={styles.notice}>
          <Notice tone="warning">
            Only a part of this request came. A signature over its body can't match what is here.
          </Notice>
        </div>
      )}
      {verdict.isError && (
        <div className={styles.notice}>
          <Notice
            copy={messageOf(verdict.error)}
            action={
              <Button size="small" onClick={() => void verdict.refetch()}>
                Try again
              </Button>
            }
          >
            {messageOf(verdict.error)}
          </Notice>
        </div>
      )}
      {verdict.isPending && <div className={styles.waiting} aria-busy="true" />}
      {verdict.data === null && (
        <Proposals
          request={request}
          endpoint={owner}
          onTry={(scheme) => setTrial(makeTrial(scheme, trial?.secret ?? null))}
        />
      )}
      {verdict.data != null && (
        <Report
          request={request}
          verdict={verdict.data}
          trial={trial}
          options={set?.scheme === verdict.data.scheme ? set.options : undefined}
        />
      )}
    </div>
  )
}

function Report({
  request,
  verdict,
  trial,
  options,
}: {
  request: RequestDetail
  verdict: SignatureVerdict
  trial: Trial | null
  /** The endpoint's own, where it is checked by them. */
  options: SchemeOptions | undefined
}) {
  const scheme = useScheme(verdict.scheme)
  const wrong = verdict.status === 'invalid' || verdict.status === 'missing'
  return (
    <>
      <VerdictHead verdict={verdict} scheme={scheme} />
      {wrong && (
        <Diagnoses request={request} received={verdict.received.map(({ value }) => value)} trial={trial} />
      )}
      <Values verdict={verdict} />
      {verdict.signedText !== null && <SignedText text={verdict.signedText} coverage={verdict.coverage} />}
      {verdict.freshness !== null && (
        <Timestamp
          freshness={verdict.freshness}
          receivedAt={request.receivedAt}
          title={scheme?.title ?? verdict.scheme}
        />
      )}
      {verdict.notes.length > 0 && (
        <Part title={`About ${scheme?.title ?? 'this scheme'}`}>
          <ul className={styles.notes}>
            {verdict.notes.map((note) => (
              <li key={note}>
                <CodeWords text={note} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <VerifierCode scheme={verdict.scheme} options={options} />
    </>
  )
}
