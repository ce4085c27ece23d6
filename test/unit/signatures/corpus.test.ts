import { beforeAll, describe, expect, it } from 'vitest'
import { diagnosisCodes, schemeIds, verifyCase } from '../../../electron/signatures/index.ts'
import { addressCases } from './corpus/address-cases.ts'
import { Collector, type CorpusCase } from './corpus/base.ts'
import { bodyCases } from './corpus/body-cases.ts'
import { combinedCases } from './corpus/combined-cases.ts'
import { headerCases } from './corpus/header-cases.ts'
import { providerCases } from './corpus/provider-cases.ts'
import { secretCases } from './corpus/secret-cases.ts'
import { timeCases } from './corpus/time-cases.ts'

type Outcome = CorpusCase & { result: ReturnType<typeof verifyCase> }

/** Requests signed by the providers' own packages or straight from their documentation, then broken in one known way. */
const outcomes: Outcome[] = []

beforeAll(async () => {
  const collector = new Collector()
  for (const add of [
    bodyCases,
    secretCases,
    headerCases,
    addressCases,
    timeCases,
    providerCases,
    combinedCases,
  ])
    await add(collector)
  for (const item of collector.cases) outcomes.push({ ...item, result: verifyCase(item.input) })
})

const firstCode = ({ result }: Outcome) => result.diagnoses[0]?.code ?? 'none'
const told = (item: Outcome) =>
  `${item.name}: ${item.expect.join(' or ') || 'none'} (${item.status}), got ${firstCode(item)} (${item.result.status})`
const isRight = (item: Outcome) =>
  item.expect.length === 0 ? firstCode(item) === 'none' : item.expect.includes(firstCode(item))

describe('corpus', () => {
  it('has at least 1,000 failures over all schemes and codes', () => {
    const failures = outcomes.filter(({ status }) => status !== 'valid')
    expect(failures.length).toBeGreaterThanOrEqual(1000)
    const schemes = new Set(failures.map(({ input }) => input['scheme']))
    expect(schemeIds.filter((scheme) => !schemes.has(scheme))).toEqual([])
    const codes = new Set(failures.flatMap(({ expect: codes }) => codes))
    expect(diagnosisCodes.filter((code) => !codes.has(code))).toEqual([])
  })

  it('every verdict is right', () => {
    expect(outcomes.filter((item) => item.result.status !== item.status).map(told)).toEqual([])
  })

  it('the first diagnosis is right for at least 98 % of what can be inferred', () => {
    const inferable = outcomes.filter((item) => item.inferable && item.expect.length > 0)
    const wrong = inferable.filter((item) => !isRight(item))
    expect(wrong.length / inferable.length, wrong.map(told).join('\n')).toBeLessThanOrEqual(0.02)
  })

  it('each code is right for at least 90 % of its cases', () => {
    const weak = diagnosisCodes.filter((code) => {
      const own = outcomes.filter((item) => item.expect[0] === code)
      return own.filter(isRight).length < own.length * 0.9
    })
    expect(weak).toEqual([])
  })

  it('claims no proof where nothing can be inferred, and says unexplained', () => {
    const open = outcomes.filter((item) => !item.inferable)
    expect(open.length).toBeGreaterThan(50)
    expect(open.filter((item) => item.result.diagnoses.some(({ proven }) => proven)).map(told)).toEqual([])
    expect(open.filter((item) => firstCode(item) !== 'unexplained').map(told)).toEqual([])
  })

  it('names no diagnosis for what verifies', () => {
    const valid = outcomes.filter(({ status }) => status === 'valid')
    expect(valid.length).toBeGreaterThan(50)
    expect(valid.filter(({ result }) => result.diagnoses.length > 0).map(told)).toEqual([])
  })

  it('names the secret that would have been right', () => {
    const known = outcomes.filter(({ secretLabel }) => secretLabel !== undefined)
    expect(known.length).toBeGreaterThan(20)
    expect(
      known.filter(({ result, secretLabel }) => result.diagnoses[0]?.secretLabel !== secretLabel).map(told),
    ).toEqual([])
  })

  it('gives no secret away', () => {
    const leaks = outcomes.filter(({ input, result }) => {
      const { secret } = input
      return typeof secret === 'string' && secret.length > 10 && JSON.stringify(result).includes(secret)
    })
    expect(leaks.map(told)).toEqual([])
  })
})
