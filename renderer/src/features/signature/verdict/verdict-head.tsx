import type { SchemeInfo, SignatureVerdict } from '#shared/domain/signature.ts'
import { ExternalLink } from 'lucide-react'
import { cx } from '../../../ui/cx.ts'
import { Notice } from '../../../ui/notice.tsx'
import { coverageSentence, verdictWords } from './verdict-words.ts'
import styles from './verdict.module.css'

/** The verdict: a word with its sign, the sentence, and what it was reached with. */
export function VerdictHead({
  verdict,
  scheme,
}: {
  verdict: SignatureVerdict
  scheme: SchemeInfo | undefined
}) {
  const { word, icon: Icon, tone } = verdictWords(verdict)
  return (
    <div className={styles.head}>
      <div className={cx(styles.verdict, styles[tone])} role="status" aria-label="Verdict">
        <Icon aria-hidden />
        <div className={styles.words}>
          <strong className={styles.word}>{word}</strong>
          <p className={styles.sentence}>{verdict.message}</p>
        </div>
      </div>
      <dl className={styles.facts}>
        <dt>Scheme</dt>
        <dd>
          {scheme?.title ?? verdict.scheme}
          {scheme !== undefined && (
            <a
              className={styles.link}
              href={scheme.documentation}
              target="_blank"
              rel="noreferrer"
              title={scheme.documentation}
            >
              Documentation
              <ExternalLink aria-hidden />
            </a>
          )}
        </dd>
        <dt>{keyWord(scheme)}</dt>
        <dd>{keySentence(verdict)}</dd>
        <dt>Covers</dt>
        <dd className={cx(verdict.coverage !== 'body' && styles.caution)}>
          {coverageSentence(verdict.coverage)}
        </dd>
      </dl>
      {verdict.objections
        .filter((objection) => objection.message !== verdict.message)
        .map((objection) => (
          <Notice key={objection.code} tone="warning">
            {objection.message}
          </Notice>
        ))}
    </div>
  )
}

function keyWord(scheme: SchemeInfo | undefined): string {
  switch (scheme?.keyKind) {
    case 'public-key':
      return 'Public key'
    case 'certificate':
      return 'Certificate'
    default:
      return 'Secret'
  }
}

/** Which of the keys matched, or how many were tried. */
function keySentence({ matched, computed, received }: SignatureVerdict): string {
  const total = computed.length
  if (matched !== null) {
    // Labels need not be unique: the value that came out tells them apart.
    const values = received.map(({ value }) => value)
    const equal = computed.findIndex(({ value }) => value !== null && values.includes(value))
    const at = (equal === -1 ? computed.findIndex((entry) => entry.keyLabel === matched.keyLabel) : equal) + 1
    const of = total > 1 ? ` (${at} of ${total})` : ''
    const which =
      received.length > 1 ? `, on signature ${matched.signatureIndex + 1} of ${received.length}` : ''
    return `“${matched.keyLabel}”${of} matches${which}.`
  }
  if (total === 0) return 'None is set.'
  const labels = computed.map((entry) => `“${entry.keyLabel}”`)
  if (received.length === 0)
    return `${labels.join(', ')}; there is no signature to try ${total === 1 ? 'it' : 'them'} on.`
  return total === 1 ? `${labels[0] ?? ''} does not match.` : `None of ${labels.join(', ')} matches.`
}
