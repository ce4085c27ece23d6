/**
 * `node --import …/register.ts out/main/main.js`: runs a built main process in plain Node, with the stand-in in place of
 * Electron and a real Chromium for its windows. See README.md for what that proves and what it does not.
 */
import { registerHooks } from 'node:module'

const standIn = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
})

Object.assign(process.versions, { electron: 'stand-in', chrome: 'stand-in' })
Object.assign(process, { type: 'browser' })
