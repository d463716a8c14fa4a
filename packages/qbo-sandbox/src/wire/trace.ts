import type { Random } from '../ports.ts'
import type { Trace } from './envelopes.ts'

/** The marks of one answer, drawn so that a run repeats. */
export function traceOf(now: number, random: Random): Trace {
  const word = () =>
    Math.floor(random.next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0')
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')
  const span = `${word()}${word()}${word()}${word()}`
  const spanId = [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, span)
  return { now, tid: `1-${seconds}-${word()}${word()}${word()}`, spanId }
}
