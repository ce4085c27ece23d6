/** The few pages that the server itself writes; no script, and no style but the one block. */
export const pageCsp =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** An HTML page with a heading and plain sentences. `refreshTo` leads on to another path of this server. */
export function messagePage(title: string, sentences: readonly string[], refreshTo?: string): string {
  const refresh =
    refreshTo === undefined ? '' : `\n<meta http-equiv="refresh" content="0;url=${escapeHtml(refreshTo)}">`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">${refresh}
<title>${escapeHtml(title)} · Hookbench</title>
<style>
body { font: 15px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-size: 20px; margin: 0 0 .5rem }
code { font-family: ui-monospace, monospace; font-size: 13px }
</style>
<h1>${escapeHtml(title)}</h1>
${sentences.map((sentence) => `<p>${codeMarks(escapeHtml(sentence))}</p>`).join('\n')}
</html>
`
}

/** Words between backticks become code. */
function codeMarks(html: string): string {
  return html.replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
