// Trust: this script runs beside the page, not in it. It hands the page a handful of functions over fixed channels and
// nothing of Electron itself; what may be asked over them is decided on the other side.
import { bridgeName, channels, type HookbenchBridge } from '#shared/contract/bridge.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { contextBridge, ipcRenderer } from 'electron'

/** How the main process tells what this host can do: `--capabilities=a,b` among the renderer's arguments. */
const flag = '--capabilities='
const given = process.argv.find((argument) => argument.startsWith(flag))?.slice(flag.length) ?? ''

function listen(channel: string, listener: (payload: unknown) => void): () => void {
  const onMessage = (_event: unknown, payload: unknown): void => listener(payload)
  ipcRenderer.on(channel, onMessage)
  return () => {
    ipcRenderer.off(channel, onMessage)
  }
}

const bridge = {
  capabilities: given.split(',').filter((name) => name !== ''),
  request: (call: unknown) => ipcRenderer.invoke(channels.call, call),
  cancel: (id: unknown) => ipcRenderer.send(channels.cancel, id),
  dialog: (question: unknown) => ipcRenderer.invoke(channels.dialog, question),
  onCommand: (listener: (command: unknown) => void) => listen(channels.command, listener),
  subscribe(listener: (frames: unknown) => void) {
    const stop = listen(channels.event, (frames) => {
      listener(frames)
      ipcRenderer.send(channels.ack, (frames as EventFrame[]).at(-1)?.seq)
    })
    ipcRenderer.send(channels.ack, 0)
    return stop
  },
}

contextBridge.exposeInMainWorld(bridgeName, bridge satisfies Record<keyof HookbenchBridge, unknown>)
