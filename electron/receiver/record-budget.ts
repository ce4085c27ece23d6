/** Says whether one more malformed request from this address may be kept, so that a port scanner does not fill the store. */
export interface RecordBudget {
  take(address: string, now: number): boolean
}

interface Bucket {
  tokens: number
  at: number
}

const perAddress = { burst: 200, perSecond: 2 }
const overall = { burst: 1_000, perSecond: 20 }
const addressesKept = 1_000

/** Two token buckets: one for each address, one for all of them together. Times in milliseconds. */
export function createRecordBudget(): RecordBudget {
  const total: Bucket = { tokens: overall.burst, at: 0 }
  const addresses = new Map<string, Bucket>()
  return {
    take(address, now) {
      let bucket = addresses.get(address)
      if (bucket === undefined) {
        const oldest = addresses.size >= addressesKept ? addresses.keys().next().value : undefined
        if (oldest !== undefined) addresses.delete(oldest)
        bucket = { tokens: perAddress.burst, at: now }
        addresses.set(address, bucket)
      }
      refill(bucket, perAddress, now)
      refill(total, overall, now)
      if (bucket.tokens < 1 || total.tokens < 1) return false
      bucket.tokens--
      total.tokens--
      return true
    },
  }
}

function refill(bucket: Bucket, rate: { burst: number; perSecond: number }, now: number): void {
  const seconds = Math.max(0, now - bucket.at) / 1_000
  bucket.tokens = Math.min(rate.burst, bucket.tokens + seconds * rate.perSecond)
  bucket.at = now
}
