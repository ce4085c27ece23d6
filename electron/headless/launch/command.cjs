// Second step of the launcher, on a Node that is new enough: builds what is missing, then runs the command.
// Plain JavaScript, because this is on the way of every command and must cost nothing.
'use strict'

const { enableCompileCache } = require('node:module')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { ensureBuilt } = require('./build.cjs')

const root = join(__dirname, '..', '..', '..')

async function run(args) {
  const [command, ...rest] = args
  if (command === 'dev') {
    const { runDev } = await import('./dev.ts')
    await runDev(root, rest)
    return
  }
  ensureBuilt(root)
  if (command === 'start') {
    const { runStart } = await import('./start.ts')
    await runStart(root, rest, runCli)
    return
  }
  await runCli(args)
}

/** Runs the built command line in this process. */
async function runCli(args) {
  process.argv = [process.execPath, join(root, 'out', 'main', 'cli.js'), ...args]
  await import(pathToFileURL(process.argv[1]).href)
}

// Compiled code is kept between runs (in the system's temporary folder, by Node), which halves the start of a command.
enableCompileCache()
run(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`hookbench: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
