/**
 * Monaco with what a read-only viewer and a diff need. Loaded by dynamic import only (see load.ts): it is the largest
 * part of the window. A feature that needs more of Monaco (typings, completion) registers it from its own chunk.
 */
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/diffEditor/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/gotoLine/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/lineSelection/register'
import 'monaco-editor/features/longLinesHelper/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/stickyScroll/register'
import 'monaco-editor/features/unusualLineTerminators/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/css/register'
import 'monaco-editor/languages/definitions/graphql/register'
import 'monaco-editor/languages/definitions/html/register'
import 'monaco-editor/languages/definitions/javascript/register'
import 'monaco-editor/languages/definitions/markdown/register'
import 'monaco-editor/languages/definitions/xml/register'
import 'monaco-editor/languages/definitions/yaml/register'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { registerBodyJson } from './body-json.ts'
import { followTheme } from './theme.ts'

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker({ name: 'editor' }) }

registerBodyJson(monaco)
followTheme(monaco)
// Widths are measured with the font that is there; once the real one has come they must be measured anew.
void document.fonts.ready.then(() => monaco.editor.remeasureFonts())

export { monaco }
