import type { Frame, SentAt } from '../../postgres/frames.ts'
import type { Run } from './run.ts'

/** So long after it was asked a service may still be writing what nobody waits for any more. */
export const STILL_WRITING = 150_000

/** What the poll of a run was told of the service's clock, and what ours said when it asked. */
export interface TimeThere {
  asOf: number
  askedAt: number
}

/** Now. Should our clock be set while the run is at it, no time has passed there. */
export function leavingNow({ engine, timeThere }: Run): SentAt {
  const at = engine.host.clock.now()
  if (timeThere === null) return { at, thereAt: null }
  const passed = Math.max(0, at.getTime() - timeThere.askedAt)
  return { at, thereAt: new Date(timeThere.asOf + passed) }
}

/**
 * For how many milliseconds a frame that left may still be written. Whoever sent it may have had another clock than
 * we, so the service's has to say so too: a run that was told no time cannot tell.
 */
export function mayStillBeWritten(run: Run, { sentAt, sentThereAt }: Frame): number {
  if (sentAt === null) return 0
  const now = run.engine.host.clock.now().getTime()
  const here = Date.parse(sentAt) + STILL_WRITING - now
  if (sentThereAt === null) return Math.max(0, here)
  const there =
    run.timeThere === null ? STILL_WRITING : Date.parse(sentThereAt) + STILL_WRITING - run.timeThere.asOf
  return Math.max(0, here, there)
}
