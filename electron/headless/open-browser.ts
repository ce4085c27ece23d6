import { spawn } from 'node:child_process'

/** Opens a URL in the system's browser. Resolves to null, or to the reason why that was not possible. */
export function openBrowser(url: string): Promise<string | null> {
  const { platform, env } = process
  if (platform === 'linux' && (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? '') === '') {
    return Promise.resolve('there is no display')
  }
  // The URL holds nothing that a shell would read; `start` takes its first quoted argument as a title.
  const [command, args] =
    platform === 'darwin'
      ? ['open', [url]]
      : platform === 'win32'
        ? ['cmd', ['/c', 'start', '""', url]]
        : ['xdg-open', [url]]
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `${command} is not installed` : error.message),
    )
    child.once('spawn', () => {
      child.unref()
      resolve(null)
    })
  })
}
