import { gzipSync } from 'node:zlib'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestId } from '#shared/domain/ids.ts'
import { capture, endpointPath, newest, sendRaw } from './detail-requests.ts'
import { startWindow, type TestWindow } from './window.ts'

let window: TestWindow
let page: Page

async function show(id: RequestId, tab = 'body'): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/requests/all/${id}/${tab}`)
  await page.getByRole('region', { name: `Request ${id}`, exact: true }).waitFor()
}
/** A first look at a body loads the editor, which may take longer than a poll's own second. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })
const detail = () => page.locator('[data-pane="detail"]')
const mode = (name: string) => detail().getByRole('radio', { name, exact: true }).click()
/** Monaco writes non-breaking spaces. */
const editorText = async (): Promise<string> =>
  (await detail().locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ')

beforeAll(async () => {
  window = await startWindow()
  await capture(window.host, '/first', '{}', { 'content-type': 'application/json' })
  page = await window.open()
})
afterAll(async () => {
  expect(window.problems.filter((problem) => !/about:srcdoc|Content Security Policy/.test(problem))).toEqual(
    [],
  )
  await window.close()
})

describe('a JSON body', () => {
  const text = '{"id":12345678901234567890,"data":{"items":[{"email":"a@b.c"},{"email":"d@e.f"}],"e":1E+02}}'

  it('is pretty-printed with every number as written, and says the path under the cursor', async () => {
    await show(await capture(window.host, '/json', text, { 'content-type': 'application/json' }))
    await eventually(editorText).toContain('"id": 12345678901234567890')
    expect(await editorText()).toContain('"e": 1E+02')
    await detail().locator('.view-line', { hasText: 'd@e.f' }).click()
    await eventually(() => page.getByTestId('json-path').innerText()).toBe('data.items[1].email')
    await detail().getByRole('button', { name: 'Copy value' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('d@e.f')
  })

  it('is a tree that the keyboard goes through', async () => {
    await mode('Tree')
    const tree = page.getByRole('tree', { name: 'Body as a tree' })
    await tree.press('End')
    await eventually(() => page.getByTestId('json-path').innerText()).toBe('data.e')
    await tree.press('ArrowLeft')
    await tree.press('ArrowLeft')
    await eventually(() => tree.getByRole('treeitem').count()).toBe(3)
    await tree.press('ArrowRight')
    await eventually(() => tree.getByRole('treeitem').count()).toBeGreaterThan(5)
    await tree.press('Control+f')
    await page.getByRole('textbox', { name: 'Find in the body' }).fill('D@E')
    await eventually(() => page.getByTestId('json-path').innerText()).toBe('data.items[1].email')
    await mode('Pretty')
  })

  it('that is broken is shown as it came, with the place where it breaks', async () => {
    await show(
      await capture(window.host, '/broken', '{"a": 1,\n "b": [1, 2,, 3]}', {
        'content-type': 'application/json',
      }),
    )
    await detail().getByText('Not well-formed JSON (line 2, column 13)').waitFor()
    await eventually(editorText).toContain('[1, 2,, 3]')
  })

  it('that is compressed is decoded, and shown as sent on demand', async () => {
    const body = gzipSync('{"zipped":true}')
    await show(
      await capture(window.host, '/gzip', body, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      }),
    )
    await eventually(editorText).toContain('"zipped": true')
    await mode('As sent, in gzip')
    await eventually(() => detail().locator('[data-offset="0"]').innerText()).toContain('1f 8b 08')
  })
})

describe('other bodies', () => {
  it('HTML: source first, a preview that can do nothing', async () => {
    const html =
      '<!doctype html><h1>Invoice</h1><script>parent.document.title = "pwned"</script><img src="/first.png">'
    await show(await capture(window.host, '/html', html, { 'content-type': 'text/html' }))
    await eventually(editorText).toContain('<h1>Invoice</h1>')
    const loaded: string[] = []
    page.on('response', (response) => loaded.push(response.url()))
    const refused = page.waitForEvent('requestfailed', (request) => request.url().includes('first.png'))
    await mode('Preview')
    const frame = detail().locator('iframe')
    await frame.contentFrame().getByRole('heading', { name: 'Invoice' }).waitFor()
    expect(await frame.getAttribute('sandbox')).toBe('')
    expect(await page.title()).not.toBe('pwned')
    expect((await refused).failure()?.errorText).toBe('csp')
    expect(loaded.filter((url) => url.includes('first.png'))).toEqual([])
    await mode('Source')
  })

  it('XML is laid out', async () => {
    await show(
      await capture(window.host, '/xml', '<a><b>1</b><c d="e"/></a>', { 'content-type': 'application/xml' }),
    )
    await eventually(editorText).toMatch(/<a>\n\s*<b>1<\/b>\n\s*<c d="e"\/>\n<\/a>/)
  })

  it('a form: fields in order, decoded and as sent', async () => {
    const id = await capture(
      window.host,
      '/form?tag=1&tag=b%20c',
      'name=Zo%C3%AB+X&tag=2&json=%7B%22a%22%3A1%7D',
      {
        'content-type': 'application/x-www-form-urlencoded',
      },
    )
    await show(id)
    const table = detail().getByRole('table', { name: 'Fields of the form' })
    await table.getByText('Zoë X').waitFor()
    await mode('As sent')
    await table.getByText('Zo%C3%AB+X').waitFor()
    await show(id, 'query')
    await detail().getByRole('table', { name: 'Parameters of the query' }).getByText('b c').waitFor()
  })

  it('multipart: part by part, a file with its own viewer', async () => {
    const form = new FormData()
    form.set('sender', 'bob@example.com')
    form.set('file', new Blob([pngBytes()], { type: 'image/png' }), 'logo.png')
    await show(await capture(window.host, '/multipart', form))
    await detail().getByText('bob@example.com').waitFor()
    await detail()
      .getByRole('button', { name: /logo\.png/ })
      .click()
    await detail().getByText('1 × 1 px', { exact: false }).waitFor()
  })

  it('an image is shown with its size', async () => {
    await show(await capture(window.host, '/image', pngBytes(), { 'content-type': 'image/png' }))
    await detail().getByText('1 × 1 px, image/png', { exact: false }).waitFor()
  })

  it('a PDF tells what it says of itself', async () => {
    const pdf =
      '%PDF-1.4\n2 0 obj\n<< /Type /Pages /Kids [] /Count 3 >>\nendobj\n5 0 obj\n<< /Title (Invoice 42) >>\nendobj\n'
    await show(await capture(window.host, '/pdf', pdf, { 'content-type': 'application/pdf' }))
    await detail().getByText('Invoice 42').waitFor()
    await detail().getByText('PDF 1.4').waitFor()
  })

  it('text in its charset, and in another one on demand', async () => {
    const body = Uint8Array.from([0x47, 0x72, 0xfc, 0xdf, 0x65])
    await show(
      await capture(window.host, '/text', body, { 'content-type': 'text/plain; charset=iso-8859-1' }),
    )
    await eventually(editorText).toContain('Grüße')
    await detail()
      .getByRole('button', { name: /^Charset/ })
      .click()
    await page.getByRole('menuitem', { name: 'windows-1251' }).click()
    await eventually(editorText).toContain('GrьЯe')
  })

  it('bytes: hex with readings, a jump and a search', async () => {
    const body = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) & 255)
    await show(await capture(window.host, '/bytes', body, { 'content-type': 'application/octet-stream' }))
    const field = detail().getByRole('textbox', { name: 'Go to offset' })
    await field.fill('0xff00')
    await field.press('Enter')
    await eventually(() => page.getByTestId('hex-position').innerText()).toContain('0xff00 (65,280)')
    const expected = new DataView(body.buffer).getUint32(0xff00, true)
    await eventually(() => page.getByTestId('reading-uint32').innerText()).toBe(String(expected))
  })
})

describe('what went wrong', () => {
  it('says how much of an upload came', async () => {
    const path = await endpointPath(window.host)
    await sendRaw(
      window.host,
      `POST ${path}/cut HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"half":`,
      { breakOff: true },
    )
    await expect
      .poll(
        async () =>
          (await window.host.client.call('requests.get', { id: await newest(window.host) })).complete,
      )
      .toBe(false)
    await show(await newest(window.host))
    await detail()
      .getByText('The sender announced 5,000 bytes (5 kB); 8 bytes came', { exact: false })
      .waitFor()
  })
})

describe('headers and auth', () => {
  it('keeps order, case and duplicates, and masks secrets until asked for', async () => {
    const path = await endpointPath(window.host)
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEiLCJleHAiOjE1MDAwMDAwMDB9.c2ln'
    await sendRaw(
      window.host,
      `POST ${path}/h HTTP/1.1\r\nHost: x\r\nX-Dup: one\r\nx-dUP: two\r\nAuthorization: Bearer ${token}\r\nContent-Length: 2\r\n\r\n{}`,
    )
    const id = await newest(window.host)
    await show(id, 'headers')
    const names = await detail()
      .getByRole('table', { name: 'Headers' })
      .getByRole('rowheader')
      .allInnerTexts()
    expect(names.map((name) => name.replace(/\s*×2$/, ''))).toEqual([
      'Host',
      'X-Dup',
      'x-dUP',
      'Authorization',
      'Content-Length',
    ])
    expect(await detail().innerText()).not.toContain(token)
    await detail().getByRole('button', { name: 'Show the value' }).click()
    await detail().getByText(token, { exact: false }).waitFor()
    await show(id, 'auth')
    await detail().getByText('Expired', { exact: false }).first().waitFor()
    await detail().getByText('user-1').first().waitFor()
    expect(await detail().innerText()).not.toContain(token)
  })
})

describe('notes and pins', () => {
  it('saves a note by itself and keeps it over a reload', async () => {
    const id = await capture(window.host, '/note', '{}', { 'content-type': 'application/json' })
    await show(id)
    await detail().getByRole('button', { name: 'Note', exact: true }).click()
    await page.getByRole('textbox', { name: 'Note' }).fill('**Odd** one')
    await eventually(async () => (await window.host.client.call('requests.get', { id })).note).toBe(
      '**Odd** one',
    )
    await detail().getByRole('button', { name: 'Pin: never removed by retention' }).click()
    await eventually(async () => (await window.host.client.call('requests.get', { id })).pinned).toBe(true)
    await page.reload()
    await detail().locator('strong', { hasText: 'Odd' }).waitFor()
  })

  it('deletes and brings back', async () => {
    const id = await capture(window.host, '/delete-me', '{}', { 'content-type': 'application/json' })
    await show(id)
    await detail().getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('region', { name: `Request ${id}`, exact: true }).waitFor()
    expect((await window.host.client.call('requests.get', { id })).id).toBe(id)
  })
})

describe('copy as', () => {
  it('copies cURL that sends the same bytes', async () => {
    const id = await capture(window.host, "/copy?x='1'", '{"it\'s":"ü"}', {
      'content-type': 'application/json',
    })
    await show(id)
    await detail().getByRole('button', { name: 'Copy as', exact: true }).click()
    await page.getByRole('menuitem', { name: /^cURL/ }).click()
    await page.getByText('Copied as cURL').waitFor()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    const { execFileSync } = await import('node:child_process')
    execFileSync('bash', ['-c', command])
    const again = await newest(window.host)
    expect(again).not.toBe(id)
    const [first, second] = await Promise.all([
      window.host.client.call('requests.get', { id }),
      window.host.client.call('requests.get', { id: again }),
    ])
    expect(second).toMatchObject({ method: first.method, target: first.target, bodySha256: first.bodySha256 })
  })
})

describe('accessibility', () => {
  it.each(['light', 'dark'] as const)('axe finds nothing serious (%s)', async (theme) => {
    const id = await capture(window.host, '/axe?a=1', '{"a":[1,{"b":null}]}', {
      'content-type': 'application/json',
      authorization: 'Bearer abc',
    })
    const own = await window.open({ theme, hash: `#/requests/all/${id}/body` })
    await own.locator('.monaco-editor .view-line').first().waitFor()
    for (const tab of ['body', 'tree', 'hex', 'headers', 'query', 'auth', 'answer', 'compare']) {
      if (tab === 'tree' || tab === 'hex') {
        await own.getByRole('radio', { name: tab === 'tree' ? 'Tree' : 'Hex', exact: true }).click()
      } else {
        await own.evaluate((hash) => {
          location.hash = hash
        }, `#/requests/all/${id}/${tab}`)
        await own.locator(`[role="tab"][data-state="active"][id$="-${tab}"]`).waitFor()
      }
      const { violations } = await new AxeBuilder({ page: own }).include('[data-pane="detail"]').analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id: rule, nodes }) => `${tab}: ${rule}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    }
  })
})

function pngBytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  )
}
