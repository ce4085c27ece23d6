import { describe, expect, it } from 'vitest'
import type { EndpointId } from '#shared/domain/ids.ts'
import { jsonProblem } from '../../../../renderer/src/features/endpoints/answer/json-problem.ts'
import { score } from '../../../../renderer/src/features/palette/score.ts'
import { curlLine } from '../../../../renderer/src/features/requests/curl-line.ts'
import { mayBecomeField } from '../../../../renderer/src/features/requests/filter/may-become-field.ts'
import { shownTarget } from '../../../../renderer/src/features/requests/rows/row-text.ts'
import { barsPath } from '../../../../renderer/src/features/requests/timeline/bars-path.ts'
import { formatSpanTime } from '../../../../renderer/src/features/requests/timeline/span-time.ts'
import { summary } from '../state/fake-store.ts'

describe('the target in a row', () => {
  it.each([
    ['/tok/stripe/hook?a=1', { path: '/stripe/hook', query: '?a=1' }],
    ['/tok', { path: '/', query: '' }],
    ['/tok?x', { path: '/', query: '?x' }],
    ['*', { path: '*', query: '' }],
  ])('%s leaves out the endpoint’s own part', (target, shown) => {
    expect(shownTarget(summary(1, { target }))).toEqual(shown)
  })

  it('is whole where no endpoint claimed it, or it was no request', () => {
    expect(shownTarget(summary(1, { target: '/tpyo/x', endpointId: 'unmatched' as EndpointId })).path).toBe(
      '/tpyo/x',
    )
    expect(shownTarget(summary(1, { target: '/tok/x', malformed: true })).path).toBe('/tok/x')
  })
})

describe('the filter’s patience', () => {
  it('waits on the way to a field, not elsewhere', () => {
    for (const text of ['p', 'prov', 'lead stat', '(meth', '-bod']) expect(mayBecomeField(text)).toBe(true)
    for (const text of ['', 'stripe', 'provider:s', 'prov ', 'invoice 42'])
      expect(mayBecomeField(text)).toBe(false)
  })
})

describe('the palette', () => {
  it('finds by all words, wherever they stand, best first', () => {
    expect(score('Go to Settings', 'settings go')).toBeGreaterThan(0)
    expect(score('Go to Settings', 'stripe')).toBe(0)
    expect(score('Delete this request', 'remove', ['remove'])).toBeGreaterThan(0)
    expect(score('Show the log', 'show')).toBeGreaterThan(score('Hide or show', 'show'))
  })
})

describe('the histogram', () => {
  it('draws no bar for nothing and a visible one for a single request', () => {
    expect(barsPath([0, 0])).toBe('')
    expect(barsPath([10_000, 0, 1])).toBe('M0.1 30h.8v-30.00h-.8zM2.1 30h.8v-1.50h-.8z')
    expect(barsPath([4, 8, 2], 1, 2)).toBe('M1.1 30h.8v-30.00h-.8z')
  })

  it('names times as exactly as the spans need it', () => {
    const now = new Date(2026, 10, 20, 15, 0, 0).getTime()
    const at = new Date(2026, 10, 20, 14, 3, 2).getTime()
    expect(formatSpanTime(at, 60_000, now)).not.toMatch(/02$/)
    expect(formatSpanTime(at, 1_000, now)).toMatch(/03.02$/)
    expect(formatSpanTime(at - 3 * 86_400_000, 1_000, now)).toMatch(/17/)
  })
})

describe('the first line to paste', () => {
  it('quotes what a shell would take apart', () => {
    expect(curlLine('http://127.0.0.1:4600/abc')).toBe(
      `curl http://127.0.0.1:4600/abc/hello -H 'content-type: application/json' -d '{"hello":"world"}'`,
    )
  })
})

describe('the answer’s JSON', () => {
  it('is only judged when it stands as it is', () => {
    expect(jsonProblem('{"a":1}', false)).toBeNull()
    expect(jsonProblem('{"a":', false)).not.toBeNull()
    expect(jsonProblem('{"a":{{json.id}}}', true)).toBeNull()
    expect(jsonProblem('', false)).toBeNull()
  })
})
