/** One figure of a benchmark: what was measured, what was asked for, and whether it holds. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** e.g. `>= 0.45`; null: for information. */
  readonly goal: string | null
}

export interface Case {
  readonly name: string
  readonly summary: string
  run(options: { quick: boolean }): Promise<Figure[]>
}

/** True when the figure reaches its goal, or has none. */
export function reached({ value, goal }: Figure): boolean {
  if (goal === null) return true
  const [sign, number] = goal.split(' ')
  const bound = Number(number)
  if (sign === '>=') return value >= bound
  if (sign === '<=' || sign === '<') return sign === '<' ? value < bound : value <= bound
  if (sign === '=') return value === bound
  throw new Error(`a goal reads "<sign> <number>", not "${goal}"`)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
