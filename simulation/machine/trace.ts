import { createHash } from 'node:crypto'

/** The story of a run, line by line, and what its lines add up to. */
export interface Trace {
  tell(who: string, what: string): void
  lines: readonly string[]
  hash(): string
}

export function createTrace(time: () => number): Trace {
  const lines: string[] = []
  const sum = createHash('sha256')
  return {
    lines,
    tell(who, what) {
      const line = `${new Date(time()).toISOString()}  ${who.padEnd(10)}  ${what}`
      lines.push(line)
      sum.update(`${line}\n`)
    },
    hash: () => sum.copy().digest('hex'),
  }
}
