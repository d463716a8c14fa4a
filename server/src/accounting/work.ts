import { CYCLE_JOB, RENEW_JOB, type AccountingSync } from '@tieout/accounting-sync'
import type { BackgroundWork } from '../recurring-work.ts'

/** Whoever is connected has a recurring cycle, whatever happened before. */
const CONVERGE_JOB = 'accounting-schedules'

/** A cycle takes up where another stopped, so none is repeated by itself. */
const CYCLE_OPTIONS = { attempts: 1, timeoutSeconds: 900, concurrency: 4 }

export const accountingWork = (sync: AccountingSync): BackgroundWork[] => [
  ...sync.jobs.map(({ kind, run }): BackgroundWork => ({
    kind,
    handler: ({ payload, signal }) => run(payload, signal),
    ...(kind === CYCLE_JOB ? { options: CYCLE_OPTIONS } : {}),
    ...(kind === RENEW_JOB ? { everySeconds: 60 } : {}),
  })),
  {
    kind: CONVERGE_JOB,
    handler: async () => void (await sync.convergeSchedules()),
    everySeconds: 3600,
  },
]
