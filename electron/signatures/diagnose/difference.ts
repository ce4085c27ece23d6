export interface ByteRange {
  start: number
  end: number
}

/** Where two byte strings part: the range in each that is left when the common beginning and end are taken off; null when they are the same. */
export function differingRanges(
  received: Buffer,
  signed: Buffer,
): { received: ByteRange; signed: ByteRange } | null {
  const shorter = Math.min(received.length, signed.length)
  let start = 0
  while (start < shorter && received[start] === signed[start]) start++
  if (start === received.length && start === signed.length) return null
  let end = 0
  while (end < shorter - start && received[received.length - 1 - end] === signed[signed.length - 1 - end])
    end++
  return {
    received: { start, end: received.length - end },
    signed: { start, end: signed.length - end },
  }
}
