import { prepareDesktop } from './desktop.ts'
import { runChild } from './run-child.ts'

/**
 * `npm start`: the desktop window where this system can show one, else the same app in a browser, with one line that says why.
 * The project is built already. `args` go to whichever is started.
 */
export async function runStart(
  root: string,
  args: string[],
  runCli: (args: string[]) => Promise<void>,
): Promise<void> {
  const desktop = await prepareDesktop(root)
  if ('binary' in desktop) {
    await runChild(desktop.binary, [root, ...args], root)
    return
  }
  process.stderr.write(
    `hookbench: no desktop window (${desktop.reason}), so Hookbench is served to the browser; open the URL below.\n`,
  )
  await runCli(['serve', ...(desktop.display ? ['--open'] : []), ...args])
}
