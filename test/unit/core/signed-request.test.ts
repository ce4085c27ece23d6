import { expect, test } from 'vitest'
import { markOf } from '../../../electron/core/signatures/signature-service.ts'
import { requestUrl } from '../../../electron/core/signatures/signed-request.ts'
import { checkSignature } from '../../../electron/core/signatures/check-signature.ts'

test('the address is put together as the server saw it', () => {
  const at = (target: string, tls: boolean, headers: [string, string][]): string =>
    requestUrl({ target, tls, headers })
  expect(at('/a?b=%20c', false, [['HOST', 'x.test:8080']])).toBe('http://x.test:8080/a?b=%20c')
  expect(at('/', true, [['Host', 'x.test']])).toBe('https://x.test/')
  expect(at('HTTP://proxy.test/a', true, [['Host', 'x.test']])).toBe('HTTP://proxy.test/a')
  expect(at('/a', false, [])).toBe('http://localhost/a')
})

test('a verdict becomes the mark of the list, with right but late ones apart', () => {
  const { verdict } = checkSignature({
    request: { method: 'POST', url: '', headers: [], body: new Uint8Array(), receivedAt: 0 },
    scheme: 'github',
    keys: [{ label: 'k', secret: 's' }],
    otherKeys: [],
    options: {},
    now: 0,
  })
  expect(markOf(verdict)).toBe('missing')
  expect(markOf({ ...verdict, status: 'valid' })).toBe('valid')
  expect(markOf({ ...verdict, status: 'invalid' })).toBe('invalid')
  expect(markOf({ ...verdict, status: 'invalid', stale: true })).toBe('stale')
  expect(markOf({ ...verdict, status: 'cannot-check' })).toBe('error')
  expect(markOf({ ...verdict, status: 'not-configured' })).toBeNull()
})
