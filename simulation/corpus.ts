import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from './plan.ts'

/** A plan that once failed, made small: it is run with the tests for good. */
export interface Kept {
  name: string
  /** What it showed, in a sentence. */
  why: string
  invariant: string
  plan: Plan
}

const folder = join(import.meta.dirname, 'corpus')

export const corpus = (): Kept[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Kept)

export function keep({ name, ...kept }: Kept): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.json`)
  writeFileSync(file, `${JSON.stringify({ name, ...kept }, null, 2)}\n`)
  return file
}
