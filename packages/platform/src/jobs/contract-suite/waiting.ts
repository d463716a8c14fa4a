import { expect } from 'vitest'
import type { IJobRunner, JobState } from '../runner.ts'

const PATIENCE = { timeout: 20_000, interval: 25 }

export async function stateBecomes(
  runner: IJobRunner,
  id: string | null,
  tenant: string | null,
  state: JobState,
) {
  await expect.poll(async () => (await runner.getJobStatus(id ?? '', tenant))?.state, PATIENCE).toBe(state)
}

export async function becomes<T>(look: () => T, expected: T): Promise<void> {
  await expect.poll(look, PATIENCE).toEqual(expected)
}

export interface Gate {
  opened: Promise<void>
  open(): void
}

/** Something a handler waits for until the test lets it go on. */
export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
