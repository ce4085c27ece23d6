// Trust: the `hookbench` command acts for the user who runs it, on that user's folder. What it prints of captured requests
// comes from strangers and is made harmless for terminals (output/terminal.ts).
import { Command } from 'commander'
import { readVersion } from './app-root.ts'
import { endpointsCommand } from './commands/endpoints.ts'
import { listenCommand } from './commands/listen.ts'
import { examples } from './commands/options.ts'
import { requestsCommand } from './commands/requests.ts'
import { sendCommand } from './commands/send.ts'
import { serveCommand } from './commands/serve.ts'
import { signCommand } from './commands/sign.ts'
import { verifyCommand } from './commands/verify.ts'
import { describeFailure } from './output/failure.ts'

function createProgram(): Command {
  const program = new Command('hookbench')
    .description('Catch webhooks on your own machine, byte for byte, and see them live.')
    .version(readVersion(), '-V, --version', 'print the version')
    .addHelpText(
      'after',
      examples(
        ['hookbench serve --open', 'receive webhooks and open the window in the browser'],
        ['hookbench listen', 'print each request as it comes'],
        ['hookbench requests show 42 --body > body.bin', 'save a body, byte for byte'],
        ['hookbench send --list', 'ready events to send'],
      ) +
        '\n\nEvery command talks to the instance that runs on the data folder, and opens the folder itself when none does.',
    )
  for (const command of [
    serveCommand(),
    listenCommand(),
    endpointsCommand(),
    requestsCommand(),
    sendCommand(),
    verifyCommand(),
    signCommand(),
  ]) {
    program.addCommand(command)
  }
  for (const command of allCommands(program)) {
    // Errors are said in one place, below; commander's own words for them are kept out.
    command.exitOverride().configureOutput({ outputError: () => undefined })
    if (command !== program) command.helpCommand(false)
  }
  return program
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}

/** A reader that has seen enough (`| head`) ends the command, which is no failure; an instance that runs here stops cleanly. */
function toleratePipes(): void {
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (process.listenerCount('SIGTERM') === 0) process.exit(0)
    process.emit('SIGTERM')
  })
}

function isBrokenPipe(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE'
}

async function main(args: readonly string[]): Promise<void> {
  toleratePipes()
  const program = createProgram()
  if (args.length === 0) {
    program.outputHelp()
    return
  }
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    if (isBrokenPipe(thrown)) return
    const { exitCode, text } = describeFailure(thrown, args.includes('--json'))
    if (text !== null) process.stderr.write(text)
    process.exitCode = exitCode
  }
}

await main(process.argv.slice(2))
