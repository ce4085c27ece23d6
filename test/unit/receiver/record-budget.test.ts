import { expect, it } from 'vitest'
import { createRecordBudget } from '../../../electron/receiver/record-budget.ts'

it('allows a burst per address, then a trickle', () => {
  const budget = createRecordBudget()
  const taken = (seconds: number): number =>
    Array.from({ length: 1_000 }, () => budget.take('10.0.0.1', seconds * 1_000)).filter(Boolean).length
  expect(taken(0)).toBe(200)
  expect(taken(0)).toBe(0)
  expect(taken(10)).toBe(20)
  expect(budget.take('10.0.0.2', 10_000)).toBe(true)
})

it('allows only so many of all addresses together, and remembers a bounded number of them', () => {
  const budget = createRecordBudget()
  let taken = 0
  for (let n = 0; n < 5_000; n++) if (budget.take(`address ${n}`, 1)) taken++
  expect(taken).toBe(1_000)
  expect(budget.take('another', 1_001)).toBe(true)
})

it('survives a clock that goes back', () => {
  const budget = createRecordBudget()
  expect(budget.take('a', 1_000_000)).toBe(true)
  expect(budget.take('a', 1)).toBe(true)
})
