import { spawn } from 'node:child_process'

/** Runs a program in the foreground, passes signals on, and ends as it ended. */
export async function runChild(command: string, args: string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { stdio: 'inherit', cwd })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      child.kill(signal)
    })
  }
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
