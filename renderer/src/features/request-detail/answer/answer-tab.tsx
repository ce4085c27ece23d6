import type { RequestDetail } from '#shared/domain/request.ts'
import { MonacoView } from '../../../editor/viewers/monaco-view.tsx'
import { bodyJson } from '../../../editor/monaco/body-json.ts'
import { Badge } from '../../../ui/badge.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { formatBytes, formatCount } from '../../../ui/format.ts'
import { HeaderTable } from '../headers/header-table.tsx'
import { Section } from '../section.tsx'
import { noAnswerSentence, originSentence, statusPhrase, statusTone } from './answer-words.ts'
import styles from './answer.module.css'
import { TimingBar } from './timing-bar.tsx'
import { timingSpans } from './timing.ts'

const shownLines = 18

/** What was answered, why, and when. */
export function AnswerTab({ request }: { request: RequestDetail }) {
  const { answer } = request
  const spans = timingSpans(request.timings)
  return (
    <div className={styles.answer}>
      <div className={styles.summary}>
        <Badge tone={statusTone(answer.status)}>
          {answer.status === null ? 'No answer' : `${answer.status} ${statusPhrase(answer.status)}`.trim()}
        </Badge>
        <p className={styles.origin}>{originSentence(request)}</p>
        {noAnswerSentence(request) !== null && <p className={styles.origin}>{noAnswerSentence(request)}</p>}
      </div>
      {spans.length > 0 && (
        <Section title="Timing">
          <TimingBar spans={spans} />
        </Section>
      )}
      {answer.headers.length > 0 && (
        <Section title="Headers" count={answer.headers.length}>
          <HeaderTable pairs={answer.headers} label="Headers of the answer" />
        </Section>
      )}
      {answer.status !== null && <AnswerBody answer={answer} />}
    </div>
  )
}

function AnswerBody({ answer }: { answer: RequestDetail['answer'] }) {
  if (answer.bodySize === 0) {
    return (
      <Section title="Body">
        <p className={styles.quiet}>The answer has no body.</p>
      </Section>
    )
  }
  if (answer.bodyText === null) {
    return (
      <Section title="Body">
        <p className={styles.quiet}>{formatBytes(answer.bodySize)} from a file. Its content is not kept.</p>
      </Section>
    )
  }
  const type = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const lines = Math.min(shownLines, answer.bodyText.split('\n', shownLines + 1).length)
  const shown = new TextEncoder().encode(answer.bodyText).length
  return (
    <Section
      title="Body"
      count={formatBytes(answer.bodySize)}
      actions={<CopyButton text={answer.bodyText} label="Copy the body of the answer" />}
    >
      <div className={styles.body} style={{ height: Math.max(2, lines) * 20 + 12 }}>
        <MonacoView
          text={answer.bodyText}
          language={
            /json/i.test(type)
              ? bodyJson
              : /html/i.test(type)
                ? 'html'
                : /xml/i.test(type)
                  ? 'xml'
                  : 'plaintext'
          }
          label="Body of the answer"
          wrap
          small
        />
      </div>
      {shown < answer.bodySize && (
        <p className={styles.quiet}>
          The first {formatBytes(shown)} of {formatCount(answer.bodySize)} bytes are kept.
        </p>
      )}
    </Section>
  )
}
