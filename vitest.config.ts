import { defineConfig } from 'vitest/config'

const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  throw new Error(
    `The tests need Node 24 or newer, this is ${process.version}. Run them with "npm test", which uses the bundled one on Linux x64; elsewhere install Node 24.`,
  )
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    hookTimeout: 40_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
  },
})
