export interface Token {
  readonly kind: 'plain' | 'comment' | 'string' | 'number' | 'keyword'
  readonly text: string
}

const scriptWords =
  'as async await break case catch class const continue default else export extends false finally for from function if import in instanceof interface let new null of return switch this throw true try type typeof undefined var void while'
const pythonWords =
  'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield'
const phpWords =
  'abstract array as break case catch class const continue declare default do echo else elseif extends false final finally fn for foreach function if implements instanceof interface match namespace new null private protected public readonly return static string switch throw true try use while'
const goWords =
  'break case chan const continue default defer else error fallthrough for func go if import interface map nil package range return select struct switch type var string byte true false'
const rubyWords =
  'alias and begin break case class def do else elsif end ensure false for if in module next nil not or private raise rescue return self super then true unless until when while yield'
const javaWords =
  'boolean byte catch class extends final finally for if implements import int interface new null package private protected public return static String switch this throw throws try var void while true false'

interface Language {
  readonly words: string
  /** What begins a comment that runs to the end of its line. */
  readonly line: string
  readonly block: boolean
}

function languageOf(name: string): Language {
  switch (name.toLowerCase()) {
    case 'python':
    case 'py':
      return { words: pythonWords, line: '#', block: false }
    case 'ruby':
    case 'rb':
      return { words: rubyWords, line: '#', block: false }
    case 'php':
      return { words: phpWords, line: '//', block: true }
    case 'go':
      return { words: goWords, line: '//', block: true }
    case 'java':
    case 'kotlin':
      return { words: javaWords, line: '//', block: true }
    case 'shell':
    case 'sh':
    case 'bash':
    case 'yaml':
      return { words: '', line: '#', block: false }
    default:
      return { words: scriptWords, line: '//', block: true }
  }
}

const escaped = (text: string): string => text.replaceAll(/[/#]/g, '\\$&')

/** Comments, strings, numbers and words of a language; enough for a sample of some dozen lines. */
export function tokensOf(code: string, name: string): Token[] {
  const { words, line, block } = languageOf(name)
  const keywords = new Set(words.split(' '))
  const pattern = new RegExp(
    [
      `(?<comment>${block ? '/\\*[\\s\\S]*?\\*/|' : ''}${escaped(line)}[^\\n]*)`,
      '(?<string>"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\'|`(?:\\\\.|[^`\\\\])*`)',
      '(?<number>\\b\\d[\\w.]*)',
      '(?<word>[$@]?[A-Za-z_]\\w*)',
    ].join('|'),
    'g',
  )
  const tokens: Token[] = []
  const add = (kind: Token['kind'], text: string): void => {
    const last = tokens.at(-1)
    if (last?.kind === kind) tokens[tokens.length - 1] = { kind, text: last.text + text }
    else if (text !== '') tokens.push({ kind, text })
  }
  let at = 0
  for (const match of code.matchAll(pattern)) {
    add('plain', code.slice(at, match.index))
    at = match.index + match[0].length
    const { comment, string, number, word } = match.groups ?? {}
    if (comment !== undefined) add('comment', comment)
    else if (string !== undefined) add('string', string)
    else if (number !== undefined) add('number', number)
    else add(keywords.has(word ?? '') ? 'keyword' : 'plain', match[0])
  }
  add('plain', code.slice(at))
  return tokens
}
