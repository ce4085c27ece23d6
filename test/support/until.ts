/** Waits for a condition, looking every 20 ms, at most `ms` (15 s unless told); then throws with what `explain` says. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  { ms = 15_000, explain = () => '' }: { ms?: number; explain?: () => string } = {},
): Promise<void> {
  const end = performance.now() + ms
  while (!(await condition())) {
    if (performance.now() > end)
      throw new Error(`Waited ${ms} ms in vain for ${String(condition)}\n${explain()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
