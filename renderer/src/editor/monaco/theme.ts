import type { Monaco } from './types.ts'

/** A custom property as six hex digits (Monaco takes no other form), laid over the background where it is see-through. */
function readColor(name: string, over = '#000000'): string {
  const probe = document.createElement('canvas').getContext('2d')
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  if (probe === null || value === '') return over
  probe.canvas.width = probe.canvas.height = 1
  probe.fillStyle = over
  probe.fillRect(0, 0, 1, 1)
  probe.fillStyle = value
  probe.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function defineTheme(monaco: Monaco): void {
  const dark = document.documentElement.dataset['theme'] === 'dark'
  const background = readColor('--bg')
  const color = (name: string): string => readColor(name, background)
  const ink = (name: string): string => color(name).slice(1)
  monaco.editor.defineTheme('hookbench', {
    base: dark ? 'vs-dark' : 'vs',
    // The base's own rules are more exact than ours (`attribute.value.xml`) and would win.
    inherit: false,
    rules: [
      { token: '', foreground: ink('--text') },
      { token: 'key', foreground: ink('--syntax-key') },
      { token: 'string', foreground: ink('--syntax-string') },
      { token: 'number', foreground: ink('--syntax-number') },
      { token: 'keyword', foreground: ink('--syntax-word') },
      { token: 'null', foreground: ink('--syntax-null') },
      { token: 'delimiter', foreground: ink('--syntax-punctuation') },
      { token: 'comment', foreground: ink('--syntax-comment') },
      { token: 'tag', foreground: ink('--syntax-tag') },
      { token: 'metatag', foreground: ink('--syntax-tag') },
      { token: 'attribute.name', foreground: ink('--syntax-attribute') },
      { token: 'attribute.value', foreground: ink('--syntax-string') },
      { token: 'type', foreground: ink('--syntax-tag') },
    ],
    colors: {
      'editor.background': background,
      'editor.foreground': color('--text'),
      'editorLineNumber.foreground': color('--syntax-line-number'),
      'editorLineNumber.activeForeground': color('--text-2'),
      'editor.lineHighlightBackground': color('--bg-sunken'),
      'editor.lineHighlightBorder': `${background}00`,
      'editor.selectionBackground': mix(color('--accent'), background, 0.3),
      'editor.inactiveSelectionBackground': mix(color('--accent'), background, 0.18),
      'editor.selectionHighlightBackground': `${color('--accent')}26`,
      'editor.wordHighlightBackground': `${color('--accent')}1f`,
      'editor.wordHighlightTextBackground': `${color('--accent')}1f`,
      'editor.findMatchBackground': color('--syntax-hit-now'),
      'editor.findMatchHighlightBackground': `${color('--syntax-hit')}cc`,
      'editor.rangeHighlightBackground': `${color('--syntax-hit')}66`,
      'editorIndentGuide.background1': color('--syntax-guide'),
      'editorIndentGuide.activeBackground1': color('--border-control'),
      'editorBracketMatch.background': `${color('--accent')}26`,
      'editorBracketMatch.border': `${background}00`,
      'editorBracketHighlight.foreground1': color('--syntax-punctuation'),
      'editorBracketHighlight.foreground2': color('--syntax-punctuation'),
      'editorBracketHighlight.foreground3': color('--syntax-punctuation'),
      'editorBracketHighlight.unexpectedBracket.foreground': color('--red'),
      'editorCursor.foreground': color('--accent-text'),
      'editorWidget.background': color('--bg-raised'),
      'editorWidget.foreground': color('--text'),
      'editorWidget.border': color('--border'),
      'editorHoverWidget.background': color('--bg-raised'),
      'editorHoverWidget.border': color('--border'),
      'editorStickyScroll.background': background,
      'editorStickyScroll.border': color('--border'),
      'editorStickyScroll.shadow': `${background}00`,
      'editorStickyScrollHover.background': color('--bg-hover'),
      'editorGutter.background': background,
      'editorGutter.foldingControlForeground': color('--text-3'),
      'editorOverviewRuler.border': `${background}00`,
      'input.background': color('--bg'),
      'input.foreground': color('--text'),
      'input.border': color('--border-control'),
      'input.placeholderForeground': color('--text-3'),
      'inputOption.activeBackground': color('--accent-soft'),
      'inputOption.activeForeground': color('--accent-text'),
      'inputOption.activeBorder': color('--accent'),
      focusBorder: color('--focus'),
      'widget.shadow': '#00000033',
      'scrollbar.shadow': `${background}00`,
      'scrollbarSlider.background': `${color('--border-control')}99`,
      'scrollbarSlider.hoverBackground': color('--border-control'),
      'scrollbarSlider.activeBackground': color('--text-3'),
      'diffEditor.insertedTextBackground': `${color('--green')}1c`,
      'diffEditor.removedTextBackground': `${color('--red')}1c`,
      'diffEditor.insertedLineBackground': `${color('--green')}0c`,
      'diffEditor.removedLineBackground': `${color('--red')}0c`,
      'diffEditor.diagonalFill': color('--border'),
      'diffEditor.unchangedRegionBackground': color('--bg-sunken'),
      'diffEditor.unchangedRegionForeground': color('--text-2'),
      'diffEditor.unchangedRegionShadow': `${background}00`,
    },
  })
  monaco.editor.setTheme('hookbench')
}

function mix(color: string, background: string, share: number): string {
  const part = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16)
  return `#${[1, 3, 5]
    .map((at) => Math.round(part(color, at) * share + part(background, at) * (1 - share)))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`
}

/** Gives Monaco the window's colours, now and whenever the theme changes. */
export function followTheme(monaco: Monaco): void {
  defineTheme(monaco)
  new MutationObserver(() => defineTheme(monaco)).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme'],
  })
}
