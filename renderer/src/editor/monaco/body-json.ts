import type { Monaco } from './types.ts'

/** The language of captured JSON: colours and brackets only. Nothing is checked here: a captured body is what it is. */
export const bodyJson = 'body-json'

export function registerBodyJson(monaco: Monaco): void {
  monaco.languages.register({ id: bodyJson })
  monaco.languages.setLanguageConfiguration(bodyJson, {
    brackets: [
      ['{', '}'],
      ['[', ']'],
    ],
    wordPattern: /(-?\d*\.?\d[\w.]*)|([^\s"'{}[\],:]+)/,
  })
  monaco.languages.setMonarchTokensProvider(bodyJson, {
    tokenPostfix: '',
    tokenizer: {
      root: [
        [/\s+/, ''],
        [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'key'],
        [/"(?:[^"\\]|\\.)*"?/, 'string'],
        [/-?\d[\d.eE+-]*/, 'number'],
        [/\b(?:true|false)\b/, 'keyword'],
        [/\bnull\b/, 'null'],
        [/[{}[\]]/, '@brackets'],
        [/[,:]/, 'delimiter'],
      ],
    },
  })
}
