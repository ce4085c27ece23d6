import type { RequestDetail } from '#shared/domain/request.ts'
import { formatBytes, formatCount } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import styles from './problem.module.css'

/** What was wrong with a request, in plain words; nothing for ordinary ones. */
export function ProblemBanner({ request }: { request: RequestDetail }) {
  const problem = problemOf(request)
  if (problem === null) return null
  return (
    <div className={styles.banner}>
      <Notice tone={problem.tone} copy={problem.text}>
        <strong>{problem.title}</strong> {problem.text}
      </Notice>
    </div>
  )
}

export interface Problem {
  readonly tone: 'error' | 'warning'
  readonly title: string
  readonly text: string
}

/** Judges a request by what the receiver noted. */
export function problemOf(request: RequestDetail): Problem | null {
  if (request.malformed) {
    return {
      tone: 'error',
      title: 'Not well-formed HTTP.',
      text: `${request.problem ?? 'The bytes were no request.'} The body holds the bytes exactly as they came.`,
    }
  }
  if (!request.complete) {
    return {
      tone: 'error',
      title: 'Incomplete.',
      text: `${request.problem ?? 'The upload broke off.'} ${lengths(request)}`.trim(),
    }
  }
  if (request.problem !== null && request.answer.origin === 'refused') {
    return { tone: 'warning', title: `Refused${statusOf(request)}.`, text: request.problem }
  }
  if (request.declaredLength !== null && request.declaredLength !== request.bodySize) {
    return { tone: 'warning', title: 'Lengths differ.', text: lengths(request) }
  }
  return request.problem === null ? null : { tone: 'warning', title: 'Note.', text: request.problem }
}

function statusOf(request: RequestDetail): string {
  return request.answer.status === null ? '' : ` with ${request.answer.status}`
}

function lengths(request: RequestDetail): string {
  const { declaredLength, bodySize } = request
  if (declaredLength === null) return `${bytes(bodySize)} came; the sender announced no length.`
  const share = declaredLength === 0 ? '' : ` (${Math.floor((bodySize / declaredLength) * 100)}%)`
  return `The sender announced ${bytes(declaredLength)}; ${bytes(bodySize)} came${share}.`
}

function bytes(count: number): string {
  return count < 1_000 ? `${formatCount(count)} bytes` : `${formatCount(count)} bytes (${formatBytes(count)})`
}
