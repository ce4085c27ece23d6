import { channels } from '#shared/contract/bridge.ts'
import { maxBodyRange } from '#shared/contract/procedures/requests.ts'
import type { Call, Output } from '#shared/contract/contract.ts'
import { dialogQuestionSchema, type DialogAnswer } from '#shared/contract/dialogs.ts'
import type { ReplyEnvelope } from '#shared/contract/envelope.ts'
import { AppError, messageOf, toAppError } from '#shared/contract/errors.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { replaceFile } from '../platform/replace-file.ts'

interface DialogOptions {
  readonly call: Call
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean
}

/** Answers the page's wishes for a native dialog. A path is only ever the user's own choice. */
export function attachDialogs({ call, isTrusted }: DialogOptions): void {
  ipcMain.handle(channels.dialog, async (event, question: unknown): Promise<ReplyEnvelope> => {
    try {
      if (!isTrusted(event)) throw new AppError('forbidden', 'This page may not open dialogs.')
      const window = BrowserWindow.fromWebContents(event.sender)
      if (window === null) throw new AppError('disconnected', 'The window is gone.')
      return { ok: true, value: await answer(call, window, question) }
    } catch (error) {
      return { ok: false, error: toAppError(error).toWire() }
    }
  })
}

async function answer(call: Call, window: Electron.BrowserWindow, question: unknown): Promise<DialogAnswer> {
  const parsed = dialogQuestionSchema.safeParse(question)
  if (!parsed.success) throw new AppError('input.invalid', `Not a dialog: ${parsed.error.message}`)
  const wish = parsed.data
  if (wish.kind === 'open-file') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: wish.title,
      properties: ['openFile'],
    })
    const path = filePaths[0]
    return canceled || path === undefined ? null : { path }
  }
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), safeName(wish.suggestedName)),
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  if (canceled || filePath === '') return null
  const content =
    wish.kind === 'save-text' ? textPieces(wish.text) : bodyPieces(call, wish.requestId, wish.decoded)
  try {
    await replaceFile(filePath, content)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('file.failed', `${filePath} could not be written: ${messageOf(cause)}`, { cause })
  }
  return { path: filePath }
}

/** The last part of a proposed name without what a file system may take amiss; a sender may have had a hand in it. */
function safeName(name: string): string {
  const clean = basename(name.replaceAll('\\', '/'))
    .replaceAll(/[\u0000-\u001f<>:"|?*]/g, '_')
    .replace(/^\.+/, '')
  return clean === '' ? 'body' : clean.slice(0, 200)
}

async function* bodyPieces(call: Call, id: RequestId, decoded: boolean): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ;) {
    const piece: Output<'requests.body'> = await call('requests.body', {
      id,
      offset,
      length: maxBodyRange,
      decoded,
    })
    if (piece.length > 0) yield piece
    if (piece.length < maxBodyRange) return
    offset += piece.length
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a file takes its content from an async source
async function* textPieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
