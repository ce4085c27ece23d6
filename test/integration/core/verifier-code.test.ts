import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from '../../support/host.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(async () => {
  await host.stop()
})

test('the code of each scheme is to be had in each language that it names', async () => {
  const options = {
    header: 'X-Sig',
    parts: '{timestamp}.{body}',
    headerTemplate: 't={timestamp},v1={signature}',
  }
  const schemes = await host.client.call('signatures.schemes', {})
  for (const { id } of schemes) {
    const ask = (language: string) =>
      host.client.call('signatures.code', {
        scheme: id,
        language,
        ...(id === 'generic-hmac' ? { options } : {}),
      })
    const { languages } = await ask('express')
    expect(languages.length).toBeGreaterThan(5)
    for (const language of languages) expect((await ask(language.id)).code.length).toBeGreaterThan(100)
    await expect(ask('cobol')).rejects.toMatchObject({ code: 'unsupported' })
  }
})
