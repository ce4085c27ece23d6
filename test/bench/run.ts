/**
 * `npm run bench [-- name…] [--quick]`: measures what the README claims, each figure as a ratio or against a bound in the same run.
 * Writes test-results/bench.json. Exit status 1 when a goal is missed.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { reached, type Case, type Figure } from './bench.ts'
import { captureCase } from './cases/capture.ts'
import { killCase } from './cases/kill.ts'
import { pushCase } from './cases/push.ts'
import { searchCase } from './cases/search.ts'
import { sustainedCase } from './cases/sustained.ts'
import { uploadCase } from './cases/upload.ts'

const cases: Case[] = [captureCase, pushCase, uploadCase, searchCase, killCase, sustainedCase]

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !cases.some((each) => each.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark "${unknown.join(', ')}". There are: ${cases.map(({ name }) => name).join(', ')}\n`,
  )
  process.exit(2)
}

const results: Record<string, Figure[]> = {}
let missed = 0
process.stdout.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`)
for (const each of cases) {
  if (names.length > 0 && !names.includes(each.name)) continue
  process.stdout.write(`\n${each.name}: ${each.summary}\n`)
  const figures = await each.run({ quick })
  results[each.name] = figures
  for (const figure of figures) {
    const good = reached(figure)
    if (!good) missed++
    const goal = figure.goal === null ? '' : `  (goal ${figure.goal}: ${good ? 'reached' : 'MISSED'})`
    process.stdout.write(
      `  ${figure.name.padEnd(58)} ${figure.value.toFixed(figure.value < 10 ? 3 : 1).padStart(10)} ${figure.unit}${goal}\n`,
    )
  }
}
mkdirSync('test-results', { recursive: true })
writeFileSync('test-results/bench.json', `${JSON.stringify(results, null, 2)}\n`)
process.exitCode = missed > 0 ? 1 : 0
