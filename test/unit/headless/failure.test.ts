import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/contract/errors.ts'
import { aboutFilter, describeFailure, UsageError } from '../../../electron/headless/output/failure.ts'

describe('a failed command', () => {
  it('exits with 1 and one line', () => {
    const error = new AppError('not-found', 'There is no request 7.')
    expect(describeFailure(error, false)).toEqual({
      exitCode: 1,
      text: 'hookbench: There is no request 7.\n',
    })
    expect(describeFailure(error, true)).toEqual({
      exitCode: 1,
      text: '{"error":{"code":"not-found","message":"There is no request 7."}}\n',
    })
  })

  it('exits with 2 for wrong usage, and with 0 for help', () => {
    expect(describeFailure(new UsageError('Not like that.'), false).exitCode).toBe(2)
    const unknown = new CommanderError(
      1,
      'commander.unknownOption',
      "error: unknown option '--nope'\n(Did you mean --open?)",
    )
    expect(describeFailure(unknown, false)).toEqual({
      exitCode: 2,
      text: "hookbench: unknown option '--nope' (Did you mean --open?)\n",
    })
    const help = new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)')
    expect(describeFailure(help, false)).toEqual({ exitCode: 0, text: null })
  })

  it('is internal when it is nothing known', () => {
    expect(describeFailure(new TypeError('x is not a function'), true).text).toContain('"internal"')
  })

  it('points at the wrong part of a filter', async () => {
    const filter = 'method:POST size:>abc'
    const wrong = (): Promise<never> =>
      Promise.reject(new AppError('filter.invalid', 'A size is a number.', { details: { from: 17, to: 21 } }))
    const thrown: unknown = await aboutFilter(filter, wrong).catch((error: unknown) => error)
    expect(describeFailure(thrown, false).text).toBe(
      'hookbench: A size is a number.\n  method:POST size:>abc\n                   ^^^^\n',
    )
    expect(describeFailure(thrown, true).text).toBe(
      '{"error":{"code":"filter.invalid","message":"A size is a number."}}\n',
    )
  })
})
