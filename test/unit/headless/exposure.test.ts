import { expect, it } from 'vitest'
import { describeExposure } from '../../../electron/headless/output/exposure.ts'

it.each(['127.0.0.1', '127.8.8.8', 'localhost', 'LOCALHOST', '::1', '::ffff:127.0.0.1'])(
  '%s is for this machine only',
  (host) => {
    expect(describeExposure(host, 4600)).toBeNull()
  },
)

it.each([
  ['0.0.0.0', 'every address of this machine, port 4600'],
  ['::', 'every address of this machine, port 4600'],
  ['192.168.1.5', '192.168.1.5, port 4600'],
  ['127.evil.example', '127.evil.example, port 4600'],
])('%s says what it exposes', (host, where) => {
  expect(describeExposure(host, 4600)).toContain(
    `listens on ${where}: whoever can reach it can send requests`,
  )
})
