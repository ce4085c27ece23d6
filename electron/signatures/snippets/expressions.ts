import type { Part } from '../types.ts'

/** A run of text pieces, or the raw body, in the order of the signed text. */
type Run = { kind: 'text'; pieces: Piece[] } | { kind: 'body' }
type Piece = { literal: string } | { name: string }

const names: Partial<Record<Part['kind'], string>> = {
  timestamp: 'timestamp',
  id: 'id',
  url: 'url',
  path: 'path',
  target: 'target',
  method: 'method',
  params: 'params',
  token: 'token',
  crc32: 'checksum',
  webhookId: 'webhookId',
  fields: 'fields',
  secret: 'secret',
}

/** The layout as runs: neighbouring text pieces are written as one expression, the body stands for itself. */
function runs(layout: readonly Part[]): Run[] {
  const out: Run[] = []
  for (const part of layout) {
    if (part.kind === 'body') {
      out.push({ kind: 'body' })
      continue
    }
    const piece: Piece =
      part.kind === 'literal' ? { literal: part.text } : { name: names[part.kind] ?? part.kind }
    const last = out.at(-1)
    if (last?.kind === 'text') last.pieces.push(piece)
    else out.push({ kind: 'text', pieces: [piece] })
  }
  return out
}

/** TypeScript arguments to update() or concat(), one for each run. */
export function nodeTexts(layout: readonly Part[], body = 'raw'): string[] {
  return runs(layout).map((run) => {
    if (run.kind === 'body') return body
    const only = run.pieces[0]
    if (run.pieces.length === 1 && only !== undefined && 'name' in only) return only.name
    const text = run.pieces.map((piece) =>
      'literal' in piece ? escapeTemplate(piece.literal) : `\${${piece.name}}`,
    )
    return `\`${text.join('')}\``
  })
}

function escapeTemplate(text: string): string {
  return text.replace(/[`\\]|\$\{/g, '\\$&').replaceAll('\n', '\\n')
}

export function pythonText(layout: readonly Part[], body = 'raw'): string {
  const texts = runs(layout).map((run) => {
    if (run.kind === 'body') return body
    const only = run.pieces[0]
    if (run.pieces.length === 1 && only !== undefined && 'name' in only) return `${snake(only.name)}.encode()`
    const text = run.pieces.map((piece) =>
      'literal' in piece ? quoteEscape(piece.literal) : `{${snake(piece.name)}}`,
    )
    return `f"${text.join('')}".encode()`
  })
  return texts.join(' + ')
}

export function phpText(layout: readonly Part[], body = '$raw'): string {
  const texts = runs(layout).flatMap((run) =>
    run.kind === 'body'
      ? [body]
      : run.pieces.map((piece) =>
          'literal' in piece ? `"${quoteEscape(piece.literal)}"` : `$${piece.name}`,
        ),
  )
  return texts.join(' . ')
}

export function rubyText(layout: readonly Part[]): string {
  const texts = runs(layout).map((run) =>
    run.kind === 'body'
      ? 'raw'
      : `"${run.pieces.map((piece) => ('literal' in piece ? quoteEscape(piece.literal) : `#{${snake(piece.name)}}`)).join('')}"`,
  )
  return texts.join(' + ')
}

/** Statements that write the signed text into `mac`. */
export function goWrites(layout: readonly Part[], target = 'mac', body = 'raw'): string[] {
  return runs(layout).map(
    (run) => `${target}.Write(${run.kind === 'body' ? body : `[]byte(${plusText(run.pieces, goName)})`})`,
  )
}

export function javaUpdates(layout: readonly Part[]): string[] {
  return runs(layout).map((run) =>
    run.kind === 'body'
      ? 'mac.update(raw);'
      : `mac.update((${plusText(run.pieces, (name) => name)}).getBytes(StandardCharsets.UTF_8));`,
  )
}

function plusText(pieces: readonly Piece[], name: (text: string) => string): string {
  return pieces
    .map((piece) => ('literal' in piece ? `"${quoteEscape(piece.literal)}"` : name(piece.name)))
    .join(' + ')
}

function goName(name: string): string {
  return name === 'url' ? 'publicURL' : name === 'webhookId' ? 'webhookID' : name
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function quoteEscape(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')
}

/** The signed text for people: `id.timestamp.body`, literals as they are. */
export function recipeName(layout: readonly Part[]): string {
  return layout
    .map((part) => (part.kind === 'literal' ? part.text.replaceAll('\n', '\\n') : `{${part.kind}}`))
    .join('')
}
