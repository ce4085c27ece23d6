/** A line that sends a first request from any shell. */
export function curlLine(url: string): string {
  return `curl ${url}/hello -H 'content-type: application/json' -d '{"hello":"world"}'`
}
