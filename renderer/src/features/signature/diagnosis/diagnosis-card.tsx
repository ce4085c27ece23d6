import type { RequestDetail } from '#shared/domain/request.ts'
import type { SignatureDiagnosis } from '#shared/domain/signature.ts'
import { BadgeCheck, ChevronDown, ChevronRight, CircleHelp } from 'lucide-react'
import { useId, useState } from 'react'
import { Badge } from '../../../ui/badge.tsx'
import { CodeWords } from '../../../ui/code-words.tsx'
import { firstDifference } from '../evidence/first-difference.ts'
import { ValueRow } from '../evidence/value-row.tsx'
import styles from './diagnosis.module.css'
import { Excerpt } from './excerpt.tsx'
import { Samples } from './samples.tsx'

/** One cause: what happened, the proof, where the bytes part, and what to do. */
export function DiagnosisCard({
  diagnosis,
  request,
  received,
  open,
}: {
  diagnosis: SignatureDiagnosis
  request: RequestDetail
  /** Signatures as they came, freed of what stands around them. */
  received: readonly string[]
  /** Shown whole from the start. */
  open: boolean
}) {
  const [expanded, setExpanded] = useState(open)
  const id = useId()
  const { message, proven, code, proof, range, secretLabel, fix, samples } = diagnosis
  const [lead, rest] = firstSentence(message)
  return (
    <article className={styles.card} data-code={code} aria-labelledby={`${id}-message`}>
      <div className={styles.cardHead}>
        <div className={styles.badges}>
          {proven ? (
            <Badge tone="green">
              <BadgeCheck aria-hidden />
              Proven
            </Badge>
          ) : (
            <Badge>
              <CircleHelp aria-hidden />
              Not proven
            </Badge>
          )}
          <code className={styles.code}>{code}</code>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={expanded}
            aria-controls={`${id}-more`}
            onClick={() => setExpanded(!expanded)}
          >
            {expanded ? 'Less' : 'More'}
            {expanded ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          </button>
        </div>
        <p id={`${id}-message`} className={styles.message}>
          <strong>
            <CodeWords text={lead} />
          </strong>{' '}
          <CodeWords text={rest} />
        </p>
      </div>
      {expanded && (
        <div id={`${id}-more`} className={styles.more}>
          {proof !== null && (
            <Proof proof={bare(proof, received)} proven={proven} secretLabel={secretLabel} />
          )}
          {range !== null && <Excerpt request={request} range={range} />}
          {fix !== '' && (
            <div className={styles.fix}>
              <h4 className={styles.subtitle}>
                {code === 'unexplained' ? 'What you can try' : 'What to do'}
              </h4>
              <p className={styles.fixText}>
                <CodeWords text={fix} />
              </p>
            </div>
          )}
          {samples.length > 0 && <Samples samples={samples} />}
        </div>
      )}
    </article>
  )
}

type ProofValues = NonNullable<SignatureDiagnosis['proof']>

/** Where the values differ: the signature alone in place of the whole header, so that the two can be laid side by side. */
function bare(proof: ProofValues, received: readonly string[]): ProofValues {
  if (proof.received === proof.computed) return proof
  const value = received.find((each) => proof.received !== each && proof.received.includes(each))
  return value === undefined || proof.computed.length > value.length ? proof : { ...proof, received: value }
}

/** The first sentence of a text, and what follows it. */
function firstSentence(text: string): [string, string] {
  const end = /[.!?](?=\s+[A-Z“"])/.exec(text)
  return end === null ? [text, ''] : [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()]
}

function Proof({
  proof,
  proven,
  secretLabel,
}: {
  proof: ProofValues
  proven: boolean
  secretLabel: string | null
}) {
  const at = firstDifference(proof.received, proof.computed)
  return (
    <div>
      <h4 className={styles.subtitle}>{proven && at === null ? 'Proof' : 'Side by side'}</h4>
      <dl className={styles.values}>
        <ValueRow name="Received" value={proof.received} difference={at} same={at === null} />
        <ValueRow
          name={proven ? 'Recomputed' : 'Computed'}
          hint={secretLabel === null ? undefined : `with “${secretLabel}”`}
          value={proof.computed}
          difference={at}
          same={at === null}
        />
      </dl>
      {at === null && (
        <p className={styles.remark}>With this cause the very value comes out that was received.</p>
      )}
    </div>
  )
}
