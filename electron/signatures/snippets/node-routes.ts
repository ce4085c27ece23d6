import { fields, nodeCheck } from './node-check.ts'
import { indent, type Shape } from './shape.ts'

/** A receiver for Express: raw body, check, 401. */
export function expressSnippet(shape: Shape): string {
  const { imports, code, keys } = nodeCheck(shape)
  const given: Record<string, string> = {
    raw: 'raw: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)',
    header: 'header: (name) => req.get(name)',
    method: 'method: req.method',
    url: 'url: `${process.env.PUBLIC_URL}${req.originalUrl}`',
  }
  const request = `{ ${fields(shape)
    .map((field) => given[field] ?? field)
    .join(', ')} }`
  return [
    ...imports,
    "import express from 'express'",
    '',
    code,
    '',
    'export const app = express()',
    '',
    '// The raw parser belongs to this route alone; express.json() must not come before it.',
    "app.post('/webhook', express.raw({ type: '*/*' }), (req, res) => {",
    ...indent(
      [
        `const request: Incoming = ${request}`,
        `if (!isGenuine(${['request', ...keys].join(', ')})) {`,
        '  res.sendStatus(401)',
        '  return',
        '}',
        '// The body can be trusted from here on: parse it, answer at once, work later.',
        'res.sendStatus(200)',
      ],
      '  ',
    ),
    '})',
    '',
  ].join('\n')
}

/** A receiver as a Next.js route handler. */
export function nextSnippet(shape: Shape): string {
  const { imports, code, keys } = nodeCheck(shape)
  const given: Record<string, string> = {
    raw: 'raw: Buffer.from(await request.arrayBuffer())',
    header: 'header: (name) => request.headers.get(name)',
    method: 'method: request.method',
    url: 'url: `${process.env.PUBLIC_URL}${pathname}${search}`',
  }
  return [
    '// app/webhook/route.ts',
    ...imports,
    '',
    code.replace('export function isGenuine', 'function isGenuine'),
    '',
    "export const runtime = 'nodejs'",
    '',
    'export async function POST(request: Request): Promise<Response> {',
    ...indent(
      [
        ...(shape.needsUrl ? ['const { pathname, search } = new URL(request.url)'] : []),
        `const incoming: Incoming = { ${fields(shape)
          .map((field) => given[field] ?? field)
          .join(', ')} }`,
        `if (!isGenuine(${['incoming', ...keys].join(', ')})) return new Response(null, { status: 401 })`,
        '// The body can be trusted from here on: parse it, answer at once, work later.',
        'return new Response(null, { status: 200 })',
      ],
      '  ',
    ),
    '}',
    '',
  ].join('\n')
}
