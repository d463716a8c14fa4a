import { createHash } from 'node:crypto'
import { nextOccurrence, parseCron } from './cron.ts'
import type { Recurrence } from './runner.ts'

export interface ScheduleIdentity {
  kind: string
  tenant: string | null
  singletonKey: string
}

/**
 * When a schedule is due next, strictly after `now`. It depends on nothing but the schedule's
 * identity and the time: every process, before and after a restart, finds the same instant, and
 * what was missed while nobody swept is not caught up.
 */
export function nextDue(recurrence: Recurrence, identity: ScheduleIdentity, now: Date): Date {
  const share = shareOf(identity)
  if ('cron' in recurrence) {
    // Within its minute, so that a thousand nightly jobs do not start on one second.
    const delay = Math.floor(share * 60_000)
    const after = new Date(now.getTime() - delay)
    const occurrence = nextOccurrence(parseCron(recurrence.cron), recurrence.timeZone, after)
    return new Date(occurrence.getTime() + delay)
  }
  const { everySeconds } = recurrence
  if (!Number.isInteger(everySeconds) || everySeconds < 60) {
    throw new Error('A recurring job runs every 60 whole seconds or more.')
  }
  const period = everySeconds * 1000
  const phase = Math.floor(share * period)
  const periodsPassed = Math.floor((now.getTime() - phase) / period)
  return new Date((periodsPassed + 1) * period + phase)
}

/** A number from 0 up to 1 that is always the same for a schedule and even over many. */
function shareOf({ kind, tenant, singletonKey }: ScheduleIdentity): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, tenant, singletonKey]))
    .digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}
