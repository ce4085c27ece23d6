import type { Content, ContentKind } from '#shared/domain/content-kind.ts'

/** A way to look at a body. */
export type BodyMode = 'pretty' | 'tree' | 'raw' | 'hex' | 'preview' | 'fields' | 'parts'

const byKind: Record<ContentKind, readonly BodyMode[]> = {
  empty: [],
  json: ['pretty', 'tree', 'raw', 'hex'],
  xml: ['pretty', 'raw', 'hex'],
  html: ['raw', 'preview', 'hex'],
  form: ['fields', 'raw', 'hex'],
  multipart: ['parts', 'raw', 'hex'],
  image: ['preview', 'hex'],
  pdf: ['preview', 'hex'],
  text: ['raw', 'hex'],
  binary: ['hex'],
}

/** The modes that make sense for a content, the best one first. */
export function modesFor(content: Content): readonly BodyMode[] {
  // SVG is text too.
  if (content.kind === 'image' && content.mediaType === 'image/svg+xml')
    return ['preview', 'pretty', 'raw', 'hex']
  return byKind[content.kind]
}

/** How a mode is called for a content. */
export function modeName(mode: BodyMode, content: Content): string {
  switch (mode) {
    case 'pretty':
      return 'Pretty'
    case 'tree':
      return 'Tree'
    case 'raw':
      return content.kind === 'html' ? 'Source' : content.kind === 'text' ? 'Text' : 'Raw'
    case 'hex':
      return 'Hex'
    case 'preview':
      return content.kind === 'pdf' ? 'Document' : content.kind === 'image' ? 'Image' : 'Preview'
    case 'fields':
      return 'Fields'
    case 'parts':
      return 'Parts'
  }
}

/** How a kind of content is called. */
export const kindNames: Record<ContentKind, string> = {
  empty: 'Empty',
  json: 'JSON',
  xml: 'XML',
  html: 'HTML',
  form: 'Form',
  multipart: 'Multipart',
  image: 'Image',
  pdf: 'PDF',
  text: 'Text',
  binary: 'Binary',
}

/** Monaco's language for a content. */
export function languageFor(content: Content): string {
  const type = content.mediaType
  switch (content.kind) {
    case 'json':
      return 'body-json'
    case 'xml':
    case 'image':
      return 'xml'
    case 'html':
      return 'html'
    case 'text':
      if (/javascript|ecmascript/.test(type)) return 'javascript'
      if (/css/.test(type)) return 'css'
      if (/ya?ml/.test(type)) return 'yaml'
      if (/markdown/.test(type)) return 'markdown'
      if (/graphql/.test(type)) return 'graphql'
      return 'plaintext'
    case 'empty':
    case 'form':
    case 'multipart':
    case 'pdf':
    case 'binary':
      return 'plaintext'
  }
}

/** Charsets to choose from when the one that was found shows nonsense. */
export const charsetChoices = [
  'utf-8',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'koi8-r',
  'utf-16le',
  'utf-16be',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const
