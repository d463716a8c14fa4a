import { z } from 'zod'
import { command, query } from './route.ts'
import { connectionPath, day, id, instant, money, page, pageInput } from './shapes.ts'

export const cycleView = z.object({
  cycleId: id,
  trigger: z.string(),
  status: z.enum(['running', 'done', 'failed', 'abandoned']),
  startedAt: instant,
  /** What it is at, while it runs: `catalogue`, `outbound`. */
  step: z.string().nullable(),
  /** Idle ones in a row are one; this is when the first of them began. */
  firstStartedAt: instant,
  finishedAt: instant.nullable(),
  repeats: z.number().int(),
  idle: z.boolean(),
  /** Counts by name, such as `exported`, `failed`, `held`; unknown names are shown as they are. */
  counts: z.record(z.string(), z.number()),
  error: z.string().nullable(),
})
export type CycleView = z.infer<typeof cycleView>

const waiting = z.object({
  /** In the engine's words; `due`: nothing keeps it; `sending`: on its way; `failed`: a person is needed. */
  reason: z.string(),
  operations: z.number().int(),
  money: z.array(money),
  oldestAt: instant,
})

/** One sentence is made of `verdict`; the rest stands below it. */
export const healthView = z.object({
  verdict: z.enum(['not_live', 'paused', 'expired', 'service_down', 'attention', 'busy', 'agrees']),
  /** Over there as we meant them, out of all that were sent. */
  agreeing: z.object({ documents: z.number().int(), money: z.array(money) }),
  documents: z.number().int(),
  /** `money`: by how much their totals differ, whichever way. */
  drifted: z.object({ documents: z.number().int(), money: z.array(money) }),
  /** Differences that a person accepted: they stay in sight, and ask for nobody. */
  accepted: z.object({ documents: z.number().int(), money: z.array(money) }),
  /** Credit notes that nobody can use here any more, and that are still open over there. */
  expired: z.object({ documents: z.number().int(), money: z.array(money) }),
  /** Money that came in and is not applied, or not all of it. */
  received: z.object({ payments: z.number().int(), money: z.array(money) }),
  /** What needs a person before it goes out. */
  attention: z.object({ operations: z.number().int(), money: z.array(money) }),
  waiting: z.array(waiting),
  lastCycle: cycleView.nullable(),
  /** The last one that came to its end well. */
  lastGoodAt: instant.nullable(),
  running: cycleView.nullable(),
  nextRunAt: instant.nullable(),
  tokenDays: z.number().int(),
  hardDays: z.number().int().nullable(),
  warnings: z.array(z.enum(['numbers_itself', 'auto_applies_credits', 'not_live', 'no_fallback_item'])),
  /** The last thirty days of the tenant's calendar, each present. */
  days: z.array(z.object({ day, done: z.number().int(), failed: z.number().int() })),
  catalogueReadAt: instant.nullable(),
})
export type HealthView = z.infer<typeof healthView>

export const getHealth = query({
  name: 'accounting.health',
  summary: 'How the sync of a company is doing',
  needs: 'watch',
  input: z.object(connectionPath),
  output: healthView,
  http: { method: 'GET', path: '/accounting/connections/:connectionId/health' },
})

export const listCycles = query({
  name: 'accounting.cycles',
  summary: 'The runs, newest first',
  needs: 'watch',
  input: z.object({ ...connectionPath, ...pageInput }),
  output: page(cycleView),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/cycles' },
})

export const syncNow = command({
  name: 'accounting.sync_now',
  summary: 'Begin a run now, or join the one that is at it',
  needs: 'manage',
  input: z.object(connectionPath),
  output: z.object({ kind: z.enum(['asked', 'running', 'not_connected']), cycle: cycleView.nullable() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/sync' },
})

/** Asked every second or two while something runs. */
export const getProgress = query({
  name: 'accounting.progress',
  summary: 'What runs, and how much is left',
  needs: 'documents',
  input: z.object(connectionPath),
  output: z.object({ running: cycleView.nullable(), last: cycleView.nullable(), due: z.number().int() }),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/progress' },
})

export const refreshCompany = command({
  name: 'accounting.company.refresh',
  summary: 'Read anew what the company says about itself and what there is to map to, in the background',
  needs: 'manage',
  input: z.object(connectionPath),
  output: z.object({ asked: z.boolean() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/refresh' },
})
