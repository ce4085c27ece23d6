import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { allBody, bodyFor, hmacBody, serialisations, type Collector } from './base.ts'

interface Change {
  name: string
  code: string | string[]
  signed: string | Buffer
  received: string | Buffer
  contentType?: string
  extra?: [string, string][]
}

const doc = (name: string, style: string) => {
  const text = serialisations[name]?.[style]
  if (text === undefined) throw new Error(`no ${name} in ${style}`)
  return text
}

/** The body was changed on its way: what was signed against what is received. */
function changes(): Change[] {
  const out: Change[] = []
  const push = (
    name: string,
    code: Change['code'],
    signed: string | Buffer,
    received: string | Buffer,
    more: Partial<Change> = {},
  ) => out.push({ name, code, signed, received, ...more })
  const lead = doc('lead', 'compact')
  const pretty = doc('order', 'python-indent-2')
  // Sender writes pretty JSON, something on the way parses it and writes it again.
  push('pretty to compact', 'json-reserialized', doc('lead', 'python-indent-2'), lead)
  push('pretty with newline to compact', 'json-reserialized', `${doc('lead', 'python-indent-2')}\n`, lead)
  push(
    'four blanks to compact',
    'json-reserialized',
    doc('order', 'python-indent-4'),
    doc('order', 'compact'),
  )
  push('tabs to compact', 'json-reserialized', doc('lead', 'python-tab'), lead)
  push('python to compact', 'json-reserialized', doc('lead', 'python-unicode'), lead)
  push(
    'python to compact, accents',
    'json-reserialized',
    doc('accents', 'python-unicode'),
    doc('accents', 'compact'),
  )
  push('compact to pretty', 'json-reserialized', lead, doc('lead', 'python-indent-2'))
  push('compact to python', 'json-reserialized', doc('order', 'compact'), doc('order', 'python-unicode'))
  push('pretty to python', 'json-reserialized', pretty, doc('order', 'python-unicode'))
  push(
    'numbers through JavaScript',
    'json-reserialized',
    JSON.stringify(JSON.parse(doc('numbers', 'compact'))),
    doc('numbers', 'compact'),
  )
  push(
    'numbers and blanks through JavaScript',
    'json-reserialized',
    JSON.stringify(JSON.parse(doc('numbers', 'python'))),
    doc('numbers', 'python'),
  )
  push('exponents', 'json-reserialized', '{"a":100,"b":0.001,"c":15}', '{"a":1e2,"b":1E-3,"c":1.5e1}')
  push('double keys', 'json-reserialized', '{"a":2,"b":1}', '{"a":1,"b":1,"a":2}')
  push('jq', 'json-reserialized', `${JSON.stringify(JSON.parse(lead), null, 2)}\n`, lead)
  push('blanks behind colons only', 'json-reserialized', lead.replaceAll('":', '": '), lead)

  push('keys sorted, python', 'json-key-order', doc('lead', 'python-sorted'), lead)
  push(
    'keys sorted, compact',
    'json-key-order',
    doc('order', 'python-sorted-compact'),
    doc('order', 'compact'),
  )
  push('keys sorted, from pretty', 'json-key-order', doc('order', 'python-sorted-compact'), pretty)
  push('integer keys first', 'json-key-order', '{"1":"a","2":"c","x":"b"}', '{"2":"c","x":"b","1":"a"}')

  push(
    'accents escaped by sender',
    'json-unicode-escaping',
    doc('accents', 'ascii'),
    doc('accents', 'compact'),
  )
  push(
    'accents unescaped by sender',
    'json-unicode-escaping',
    doc('accents', 'compact'),
    doc('accents', 'ascii'),
  )
  push(
    'upper-case escapes',
    'json-unicode-escaping',
    doc('accents', 'ascii').replace(/\\u[0-9a-f]{4}/g, (e) => `\\u${e.slice(2).toUpperCase()}`),
    doc('accents', 'ascii'),
  )
  push(
    'control character escape',
    'json-unicode-escaping',
    '{\n  "foo": "\\u001B[34mbar ♥"\n}\n',
    '{\n  "foo": "\\u001b[34mbar ♥"\n}\n',
  )
  push('go html', 'json-unicode-escaping', doc('markup', 'go'), doc('markup', 'compact'))
  push('go html undone', 'json-unicode-escaping', doc('markup', 'compact'), doc('markup', 'go'))
  push('dotnet', 'json-unicode-escaping', doc('markup', 'dotnet'), doc('markup', 'compact'))
  push(
    'pretty with escapes to compact',
    ['json-unicode-escaping', 'json-reserialized'],
    JSON.stringify(JSON.parse(doc('accents', 'ascii')), null, 2).replace(
      /[^\x00-\x7f]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
    doc('accents', 'compact'),
  )

  push('php slashes', 'json-slash-escaping', doc('links', 'php'), doc('links', 'compact'))
  push('php slashes undone', 'json-slash-escaping', doc('links', 'compact'), doc('links', 'php'))
  push(
    'php unescaped unicode',
    'json-slash-escaping',
    doc('links', 'php-unescaped-unicode'),
    doc('links', 'compact'),
  )
  push(
    'php both',
    ['json-unicode-escaping', 'json-slash-escaping'],
    '{"name":"Zo\\u00eb","url":"https:\\/\\/a.b\\/c"}',
    '{"name":"Zoë","url":"https://a.b/c"}',
  )

  push('string of json', 'json-double-encoded', lead, JSON.stringify(lead))
  push('string of pretty json', 'json-double-encoded', pretty, JSON.stringify(pretty))
  push('signed as a string', 'json-double-encoded', JSON.stringify(lead), lead)
  push('twice', 'json-double-encoded', lead, JSON.stringify(JSON.stringify(lead)))
  push(
    'gateway envelope',
    'json-double-encoded',
    lead,
    JSON.stringify({ resource: '/x', httpMethod: 'POST', body: lead, isBase64Encoded: false }),
  )

  push('newline lost', 'trailing-newline', `${lead}\n`, lead)
  push('newline added', 'trailing-newline', lead, `${lead}\n`)
  push('crlf lost', 'trailing-newline', `[${lead}]\r\n`, `[${lead}]`)
  push('crlf added', 'trailing-newline', lead, `${lead}\r\n`)
  push('pretty, newline lost', 'trailing-newline', `${pretty}\n`, pretty)
  push('two newlines added', 'trailing-newline', lead, `${lead}\n\n`)
  push('crlf to lf at the end', ['trailing-newline', 'line-endings'], `${lead}\r\n`, `${lead}\n`)

  push('lf to crlf', 'line-endings', pretty, pretty.replaceAll('\n', '\r\n'))
  push('crlf to lf', 'line-endings', pretty.replaceAll('\n', '\r\n'), pretty)
  push('events by line, lf', 'line-endings', `[${lead},\r\n${lead}]\r\n`, `[${lead},\n${lead}]\n`)
  push('text body', 'line-endings', 'line one\r\nline two\r\nline three', 'line one\nline two\nline three', {
    contentType: 'text/plain',
  })

  push('bom added', 'bom', lead, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(lead)]))
  push('bom lost', 'bom', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(lead)]), lead)

  const accents = doc('accents', 'compact').replace(' 🎉 –', '')
  push('signed in utf-8, received in latin-1', 'charset', accents, Buffer.from(accents, 'latin1'))
  push('signed in latin-1, received in utf-8', 'charset', Buffer.from(accents, 'latin1'), accents)
  push(
    'encoded twice',
    'charset',
    accents,
    Buffer.from(Buffer.from(accents, 'utf8').toString('latin1'), 'utf8'),
  )
  push(
    'signed encoded twice',
    'charset',
    Buffer.from(Buffer.from(accents, 'utf8').toString('latin1'), 'utf8'),
    accents,
  )
  push(
    'broken bytes replaced',
    'charset',
    Buffer.from(Buffer.from(accents, 'latin1').toString('utf8')),
    Buffer.from(accents, 'latin1'),
  )
  push('question marks', 'charset', accents.replace(/[^\x00-\x7f]/g, '?'), accents)
  push(
    'emoji as latin-1',
    'charset',
    Buffer.from(Buffer.from(doc('accents', 'compact')).toString('latin1'), 'utf8'),
    doc('accents', 'compact'),
  )

  push('gzip received', 'content-encoding', lead, gzipSync(lead), { extra: [['Content-Encoding', 'gzip']] })
  push('gzip received, not declared', 'content-encoding', pretty, gzipSync(pretty))
  push('deflate received', 'content-encoding', lead, deflateSync(lead), {
    extra: [['Content-Encoding', 'deflate']],
  })
  push('brotli received', 'content-encoding', lead, brotliCompressSync(lead), {
    extra: [['Content-Encoding', 'br']],
  })
  push('zstd received', 'content-encoding', lead, zstdCompressSync(lead), {
    extra: [['Content-Encoding', 'zstd']],
  })
  push('gzip signed, unpacked received', 'content-encoding', gzipSync(lead), lead, {
    extra: [['Content-Encoding', 'gzip']],
  })

  push('base64 received', 'body-base64', lead, Buffer.from(lead).toString('base64'))
  push('base64 of pretty received', 'body-base64', pretty, Buffer.from(pretty).toString('base64'))
  push('base64 signed', 'body-base64', Buffer.from(lead).toString('base64'), lead)
  push('base64url received', 'body-base64', accents, Buffer.from(accents).toString('base64url'))
  push(
    'gateway envelope with base64',
    'body-base64',
    lead,
    JSON.stringify({ isBase64Encoded: true, body: Buffer.from(lead).toString('base64') }),
  )

  const form = 'token=xyzz0WbapA4vBCDEFasx0q6G&team_domain=test+team&text=a*b+%7Ec%26d&command=%2Fhook'
  const type = 'application/x-www-form-urlencoded'
  push('star encoded', 'form-reencoded', form.replace('*', '%2A'), form, { contentType: type })
  push('plus to %20', 'form-reencoded', form, form.replaceAll('+', '%20'), { contentType: type })
  push('tilde decoded', 'form-reencoded', form, form.replace('%7E', '~'), { contentType: type })
  push(
    'lower-case escapes',
    'form-reencoded',
    form,
    form.replace('%7E', '%7e').replace('%26', '%26').replace('%2F', '%2f'),
    { contentType: type },
  )
  push(
    'URLSearchParams',
    'form-reencoded',
    'a=x%20y&b=%28z%29&c=%27',
    new URLSearchParams('a=x%20y&b=%28z%29&c=%27').toString().replace('%28', '(').replace('%29', ')'),
    { contentType: type },
  )
  push('signed decoded', 'form-reencoded', decodeURIComponent(form.replaceAll('+', ' ')), form, {
    contentType: type,
  })
  push('sorted fields', 'form-reencoded', 'a=1&b=2&c=3', 'c=3&a=1&b=2', { contentType: type })
  push('value trimmed', 'params-trimmed', 'user=U2&text=hello+&x=1', 'user=U2&text=hello&x=1', {
    contentType: type,
  })
  push(
    'empty dropped',
    'params-empty-dropped',
    'token=abc&command=%2Fhook&text=&response_url=https%3A%2F%2Fa.b',
    'token=abc&command=%2Fhook&response_url=https%3A%2F%2Fa.b',
    { contentType: type },
  )
  push('empty signed without', 'params-empty-dropped', 'token=abc&x=1', 'token=abc&text=&x=1', {
    contentType: type,
  })
  push('json of a form', 'content-type', `payload=${encodeURIComponent(lead)}`, lead)
  push('form of json', 'content-type', lead, `payload=${encodeURIComponent(lead)}`, { contentType: type })
  push('form as json', 'content-type', 'a=1&b=two+words', JSON.stringify({ a: '1', b: 'two words' }))

  push('signed empty', 'body-missing', '', lead)
  push('signed empty object', 'body-missing', '{}', lead)
  push('signed [object Object]', 'body-missing', '[object Object]', lead)
  push('received empty', 'body-missing', lead, '', { extra: [['Content-Length', String(lead.length)]] })
  push('received empty, no length', 'body-missing', lead, '')
  return out
}

export async function bodyCases(collector: Collector): Promise<void> {
  for (const [at, change] of changes().entries()) {
    // Each change over a third of the schemes, always another third, and over all that use public keys now and then.
    const schemes = allBody.filter(
      (_, index) => (index + at) % 4 === 0 || (index >= hmacBody.length && at % 5 === index % 5),
    )
    for (const scheme of schemes) {
      if (scheme === 'linear' && !isObjectText(change)) continue
      await collector.add(change.name, change.code, {
        scheme,
        signed: { body: bodyFor(scheme, change.signed) },
        received: {
          body: bodyFor(scheme, change.received),
          ...(change.contentType === undefined ? {} : { contentType: change.contentType }),
        },
        ...(change.extra === undefined ? {} : { extra: change.extra }),
      })
    }
  }
}

/** Linear's timestamp can only be put into bodies that are plain objects on both sides. */
function isObjectText({ signed, received, code }: Change): boolean {
  const plain = (text: string | Buffer) => Buffer.from(text).toString('latin1').startsWith('{"')
  return (
    plain(signed) &&
    plain(received) &&
    !['json-double-encoded', 'body-base64', 'body-missing', 'json-key-order', 'json-reserialized'].includes(
      String(code),
    )
  )
}
