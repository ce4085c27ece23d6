export interface TimingSpan {
  readonly name: string
  readonly explanation: string
  /** Milliseconds after the first byte. */
  readonly from: number
  readonly to: number
}

/** The stages of a request, as far as it came. */
export function timingSpans(timings: {
  readonly headersMs: number | null
  readonly endMs: number | null
  readonly answeredMs: number | null
}): TimingSpan[] {
  const spans: TimingSpan[] = []
  let at = 0
  const add = (name: string, explanation: string, to: number | null): void => {
    if (to === null) return
    spans.push({ name, explanation, from: at, to: Math.max(at, to) })
    at = Math.max(at, to)
  }
  add('Headers', 'From the first byte to the end of the headers', timings.headersMs)
  add('Body', 'From the end of the headers to the last byte', timings.endMs)
  add('Answer', 'Stored on disk, the configured delay, and the answer sent', timings.answeredMs)
  return spans
}
