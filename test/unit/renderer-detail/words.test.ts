import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { RequestDetail } from '#shared/domain/request.ts'
import { isSecretHeader, isSignatureHeader } from '#shared/domain/secret-headers.ts'
import { prettyXml } from '../../../renderer/src/editor/document/xml-pretty.ts'
import {
  noAnswerSentence,
  originSentence,
} from '../../../renderer/src/features/request-detail/answer/answer-words.ts'
import { timingSpans } from '../../../renderer/src/features/request-detail/answer/timing.ts'
import { readPdfFacts } from '../../../renderer/src/features/request-detail/body/pdf-facts.ts'
import { explainHeader } from '../../../renderer/src/features/request-detail/headers/known-headers.ts'
import { utf8Reading } from '../../../renderer/src/features/request-detail/headers/utf8-reading.ts'

describe('XML laid out', () => {
  it('puts elements on lines of their own and leaves text alone', () => {
    expect(prettyXml('<?xml version="1.0"?><a x="1>2"><b/><c> t <i>x</i></c><d></d><!-- n --></a>')).toBe(
      '<?xml version="1.0"?>\n<a x="1>2">\n  <b/>\n  <c> t <i>x</i></c>\n  <d></d>\n  <!-- n -->\n</a>',
    )
  })

  it('keeps CDATA and an internal DTD as they are', () => {
    expect(prettyXml('<!DOCTYPE a [<!ENTITY x "y">]><a><b><![CDATA[ <z> ]]></b></a>')).toBe(
      '<!DOCTYPE a [<!ENTITY x "y">]>\n<a>\n  <b><![CDATA[ <z> ]]></b>\n</a>',
    )
  })

  it.each(['<a><b></a>', '<a', '<a></a></b>', '<a><!-- '])('gives up on %s', (text) =>
    expect(prettyXml(text)).toBeNull(),
  )
})

describe('headers', () => {
  it('are explained, by prefix too, without falling for names of objects', () => {
    expect(explainHeader('STRIPE-Signature')).toContain('Stripe')
    expect(explainHeader('Sec-Fetch-Mode')).toContain('Browser')
    expect(explainHeader('constructor')).toBeNull()
  })

  it('that let somebody in are secrets; those that prove something are not', () => {
    for (const name of ['Authorization', 'Cookie', 'X-Api-Key', 'X-Gitlab-Token', 'X-My-Secret']) {
      expect(isSecretHeader(name), name).toBe(true)
    }
    for (const name of [
      'Stripe-Signature',
      'X-Hub-Signature-256',
      'X-Shopify-Hmac-Sha256',
      'webhook-signature',
    ]) {
      expect(isSignatureHeader(name), name).toBe(true)
      expect(isSecretHeader(name), name).toBe(false)
    }
    expect(isSignatureHeader('Content-Type')).toBe(false)
  })

  it('are read as UTF-8 where that makes a difference', () => {
    expect(utf8Reading('Gr\u00c3\u00bc\u00c3\u009fe')).toBe('Grüße')
    expect(utf8Reading('Gr\u00fc')).toBeNull()
    expect(utf8Reading('plain')).toBeNull()
  })
})

describe('facts of a PDF', () => {
  it('are found in compressed object streams, too', async () => {
    const objects = deflateSync(
      '1 0 2 40 << /Type /Pages /Kids [] /Count 12 >> << /Title (Bill \\(42\\)) /CreationDate (D:20260102) >>',
    )
    const pdf = Buffer.concat([
      Buffer.from('%PDF-1.7\n9 0 obj\n<< /Type /ObjStm /N 2 /Filter /FlateDecode >>\nstream\n'),
      objects,
      Buffer.from('\nendstream\nendobj\n'),
    ])
    expect(await readPdfFacts(pdf)).toMatchObject({
      version: '1.7',
      pages: 12,
      title: 'Bill (42)',
      created: '2026-01-02',
      encrypted: false,
    })
  })

  it('are null where there are none', async () => {
    expect(await readPdfFacts(Buffer.from('not a pdf'))).toMatchObject({
      version: null,
      pages: null,
      title: null,
    })
  })
})

describe('the answer in words', () => {
  const request = (answer: Partial<RequestDetail['answer']>, problem: string | null = null): RequestDetail =>
    ({ problem, answer: { status: 200, origin: 'endpoint', handshake: null, ...answer } }) as RequestDetail

  it('says where it comes from', () => {
    expect(originSentence(request({ origin: 'handshake', handshake: 'slack' }))).toContain(
      "Slack's URL verification",
    )
    expect(originSentence(request({ origin: 'refused', status: 413 }, 'The body is too large.'))).toContain(
      'too large',
    )
    expect(noAnswerSentence(request({ origin: 'hang', status: null }))).toContain('time-out')
    expect(noAnswerSentence(request({}))).toBeNull()
  })

  it('times only the stages that were reached', () => {
    expect(
      timingSpans({ headersMs: 1, endMs: null, answeredMs: 5 }).map(({ name, from, to }) => [name, from, to]),
    ).toEqual([
      ['Headers', 0, 1],
      ['Answer', 1, 5],
    ])
  })
})
