import { beforeAll, describe, expect, it } from 'vitest'
import { verifyCase } from '../../../electron/signatures/index.ts'
import { Collector } from './corpus/base.ts'
import { bodyCases } from './corpus/body-cases.ts'
import { addressCases } from './corpus/address-cases.ts'
import { providerCases } from './corpus/provider-cases.ts'
import { timeCases } from './corpus/time-cases.ts'
import { headerCases } from './corpus/header-cases.ts'
import { secretCases } from './corpus/secret-cases.ts'

const collector = new Collector()

beforeAll(async () => {
  if (process.env.ONLY === undefined || process.env.ONLY.includes('b')) await bodyCases(collector)
  await secretCases(collector)
  await headerCases(collector)
  await addressCases(collector)
  await timeCases(collector)
  await providerCases(collector)
})

describe('corpus', () => {
  it('names the cause', () => {
    const wrong: string[] = []
    const slow: [number, string][] = []
    const t = performance.now()
    for (const item of collector.cases) {
      const s = performance.now()
      const result = verifyCase(item.input)
      const ms = performance.now() - s
      slow.push([ms, item.name])
      const first = result.diagnoses[0]
      const right =
        result.status === item.status &&
        (item.expect.length === 0 ? first === undefined : item.expect.includes(first?.code ?? ''))
      if (!right)
        wrong.push(
          `${item.name}: ${item.expect.join('/')} ${item.status} got ${result.status} ${result.diagnoses.map((d) => d.code + (d.proven ? '+' : '')).join(' ')} ${ms.toFixed(0)}ms`,
        )
    }
    console.log(collector.cases.length, wrong.length, performance.now() - t)
    console.log(wrong.join('\n'))
    slow.sort((a, b) => b[0] - a[0])
    console.log(
      slow
        .filter((_, i) => i % 30 === 0)
        .map(([m, n]) => `${m.toFixed(1)} ${n}`)
        .join('\n'),
    )
    expect(1).toBe(1)
  })
})
