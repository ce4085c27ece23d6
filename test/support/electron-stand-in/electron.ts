/** What `import … from 'electron'` gives in the stand-in: as much as the shell uses, and not a name more. */
export { app } from './app.ts'
export { dialog, Menu, nativeTheme, safeStorage, screen, shell } from './system.ts'
export { ipcMain } from './ipc-main.ts'
export { protocol, session } from './session.ts'
export { BrowserWindow } from './browser-window.ts'
import './control.ts'
