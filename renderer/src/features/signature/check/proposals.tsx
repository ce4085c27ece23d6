import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import type { SchemeProposal } from '#shared/domain/signature.ts'
import { ShieldCheck, ShieldQuestion } from 'lucide-react'
import { messageOf } from '../../../client/call-error.ts'
import { showPanels } from '../../../state/panels.ts'
import { useScheme } from '../../../state/schemes.ts'
import { useProposals } from '../../../state/signatures.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Part } from '../part.tsx'
import styles from './check.module.css'
import { adoptScheme } from './adopt.ts'

/** No scheme is set: which ones fit this request, and which verifies with a secret that is on file. */
export function Proposals({
  request,
  endpoint,
  onTry,
}: {
  request: RequestDetail
  endpoint: Endpoint | undefined
  onTry: (scheme: SchemeId) => void
}) {
  const { data, error, isPending } = useProposals(request.id)
  if (isPending) return <div aria-busy="true" />
  if (error !== null) {
    return (
      <div className={styles.problem}>
        <Notice copy={messageOf(error)}>{messageOf(error)}</Notice>
      </div>
    )
  }
  if (data.length === 0) {
    return (
      <div className={styles.empty}>
        <EmptyState
          icon={<ShieldQuestion />}
          title="Signatures are not checked here"
          actions={
            endpoint !== undefined && (
              <Button onClick={() => showPanels({ endpointSettings: endpoint.id, endpointTab: 'signature' })}>
                Set up the endpoint
              </Button>
            )
          }
        >
          {endpoint === undefined
            ? 'This request belongs to no endpoint. Choose a scheme above to check it all the same.'
            : 'This request carries no signature of a known kind. Choose a scheme above, or describe the sender’s own HMAC in the endpoint’s settings.'}
        </EmptyState>
      </div>
    )
  }
  return (
    <Part title="No scheme is set. This request may be signed with:">
      <ul className={styles.proposals}>
        {data.map((proposal) => (
          <ProposalRow
            key={proposal.scheme}
            proposal={proposal}
            endpoint={endpoint}
            onTry={() => onTry(proposal.scheme)}
          />
        ))}
      </ul>
    </Part>
  )
}

function ProposalRow({
  proposal: { scheme, reason, verifiesWith },
  endpoint,
  onTry,
}: {
  proposal: SchemeProposal
  endpoint: Endpoint | undefined
  onTry: () => void
}) {
  const title = useScheme(scheme)?.title ?? scheme
  return (
    <li className={styles.proposal}>
      {verifiesWith === null ? (
        <ShieldQuestion aria-hidden className={styles.maybe} />
      ) : (
        <ShieldCheck aria-hidden className={styles.sure} />
      )}
      <div className={styles.proposalText}>
        <strong>
          {verifiesWith === null ? (
            title
          ) : (
            <>
              This verifies as {title} with the secret “{verifiesWith.label}”
            </>
          )}
        </strong>
        <p>{reason}</p>
      </div>
      <div className={styles.proposalActions}>
        <Button size="small" onClick={onTry} aria-label={`Check as ${title}`}>
          Check
        </Button>
        {endpoint !== undefined && (
          <Button
            size="small"
            variant={verifiesWith === null ? 'default' : 'primary'}
            aria-label={`Use ${title} for this endpoint`}
            onClick={() => void adoptScheme(endpoint, scheme, title)}
          >
            Use for this endpoint
          </Button>
        )}
      </div>
    </li>
  )
}
