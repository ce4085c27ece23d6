// The preload script bundles this file: types and plain constants only.
import type { Capability } from '../domain/app.ts'
import type { DialogQuestion } from './dialogs.ts'
import type { CallEnvelope, ReplyEnvelope } from './envelope.ts'
import type { EventFrame } from './events.ts'

/** IPC channels of the desktop app; the preload script lets nothing else through. */
export const channels = {
  /** Window -> core, invoke: CallEnvelope -> ReplyEnvelope. */
  call: 'hookbench:call',
  /** Window -> core, send: the id of a call to cancel. */
  cancel: 'hookbench:cancel',
  /** Core -> window, send: EventFrame[], everything that happened within a few milliseconds in one message. */
  event: 'hookbench:event',
  /**
   * Window -> core, send: the `seq` of the last frame of each message as it is taken, 0 when a page begins to listen.
   * A window that falls behind is sent nothing more until it caught up; it then sees a gap in `seq`.
   */
  ack: 'hookbench:ack',
  /** Menu -> window, send: one MenuCommand a message. */
  command: 'hookbench:command',
  /** Window -> shell, invoke: DialogQuestion -> ReplyEnvelope. */
  dialog: 'hookbench:dialog',
} as const

/** What the native menu asks of the window. The window's own key map has the same commands. */
export const menuCommands = [
  'palette',
  'shortcuts',
  'settings',
  'log',
  'new-endpoint',
  'copy-url',
  'send-sample',
  'focus-filter',
  'toggle-live',
] as const
export type MenuCommand = (typeof menuCommands)[number]

/**
 * `window.hookbench` in the desktop app; missing in a browser page, which then speaks HTTP and WebSocket.
 * Errors travel as data (`ok: false`): a custom error would lose its code on the way out of the preload script.
 */
export interface HookbenchBridge {
  readonly capabilities: readonly Capability[]
  /** Always settles; rejects only when the app itself is going away. */
  request(call: CallEnvelope): Promise<ReplyEnvelope>
  /** Cancels a call by its id; unknown ids are ignored. */
  cancel(id: string): void
  /** Hands over the event frames of each message and acknowledges them after; returns the way to stop. */
  subscribe(listener: (frames: EventFrame[]) => void): () => void
  /** Hands over each command of the native menu; returns the way to stop. */
  onCommand(listener: (command: MenuCommand) => void): () => void
  /** Shows a native dialog; the value of an `ok` reply is a DialogAnswer. */
  dialog(question: DialogQuestion): Promise<ReplyEnvelope>
}

/** The name under which the bridge hangs on `window`. */
export const bridgeName = 'hookbench'
