import { expect, test } from 'vitest'
import { schemeForSample } from '../../../electron/core/sign-sample.ts'

test('a sample is signed by the scheme of its endpoint where that is of the same provider', () => {
  expect(schemeForSample('stripe', { scheme: 'stripe' })).toBe('stripe')
  expect(schemeForSample('chatzuri', { scheme: 'chatzuri-sha1' })).toBe('chatzuri-sha1')
  expect(schemeForSample('chatzuri-secret', { scheme: 'chatzuri' })).toBe('chatzuri')
  expect(schemeForSample('github', { scheme: 'github-sha1' })).toBe('github-sha1')
  expect(schemeForSample('stripe', { scheme: 'github' })).toBeNull()
  expect(schemeForSample('stripe', { scheme: 'generic-hmac' })).toBeNull()
})

test('without a scheme at the endpoint it is signed its own way, but never by handing out the secret', () => {
  expect(schemeForSample('slack', null)).toBe('slack')
  expect(schemeForSample('chatzuri-secret', null)).toBeNull()
})

test('a sample whose provider does not sign goes unsigned', () => {
  expect(schemeForSample(null, null)).toBeNull()
  expect(schemeForSample(null, { scheme: 'chatzuri' })).toBeNull()
  expect(schemeForSample('no such scheme', null)).toBeNull()
})
