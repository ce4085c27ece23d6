import { describe, expect, it } from 'vitest'
import { decodeSegment, firstSegment, splitTarget } from '../../../../electron/receiver/http/target.ts'

describe('the parts of a target', () => {
  it.each([
    ['/', '/', ''],
    ['/a/b?c=d?e#f?g', '/a/b', 'c=d?e'],
    ['/a#b?c', '/a', ''],
    ['//a', '//a', ''],
    ['http://host', '/', ''],
    ['http://host?q', '/', 'q'],
    ['https://u:p@host:1/a?b', '/a', 'b'],
    ['/a?u=http://x/y', '/a', 'u=http://x/y'],
    ['*', '*', ''],
    ['host:443', 'host:443', ''],
  ])('%s', (target, path, query) => {
    expect(splitTarget(target)).toEqual({ path, query })
  })

  it.each([
    ['/', ''],
    ['/tok', 'tok'],
    ['/tok/', 'tok'],
    ['//tok', ''],
    ['*', ''],
  ])('the first segment of %s is %j', (path, segment) => {
    expect(firstSegment(path)).toBe(segment)
  })

  it('leaves what is not percent-encoding as it is', () => {
    expect(['%41', 'a', '%4', '%zz', '%ff'].map(decodeSegment)).toEqual(['A', 'a', '%4', '%zz', '%ff'])
  })
})
