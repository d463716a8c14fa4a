import { CALM, type Plan, type Scripted } from '../plan.ts'
import { CREDITS_INWARD, CREDITS_OUTWARD, type Told } from './credit-stories.ts'

/** A short, calm story about one kind of operation, in which a process is killed at each point in turn. */
export interface CrashScript {
  name: string
  plan: Plan
  /** Where the story proper begins, by its place in the script: what comes before only sets the scene. */
  begins: number
}

export type Written = readonly (readonly [minute: number, act: string])[]

/** So long after its last act a story is over. What comes later is healing. */
const REST = 1

/** One company, two processes, nothing drawn. */
function script(name: string, scene: Written, story: Written, more: Partial<Plan> = {}): CrashScript {
  const written = [...scene, ...story].map(([minute, act]): Scripted => ({ minute, act }))
  const end = Math.max(...written.map((each) => each.minute)) + REST
  const plan: Plan = {
    ...CALM,
    seed: 1,
    tenants: 1,
    workers: 2,
    createCustomers: [],
    acts: 0,
    startsAfterHours: 0,
    minutes: end + 0.1,
    script: [...written, { minute: end, act: 'rest' }],
    ...more,
  }
  return { name, plan, begins: scene.length }
}

function told({ name, scene, story }: Told): CrashScript {
  return script(name, scene, story)
}

function drifted(act: string): Written {
  return [
    [1, 'bill'],
    [4, act],
    [4.2, 'sync-now'],
  ]
}

/** The way out. */
export const OUTWARD: readonly CrashScript[] = [
  script('an invoice alone', [], [[2, 'bill']]),
  script('three invoices in a frame', [], [[2, 'bill-three']]),
  script('an invoice for a newcomer', [], [[2, 'bill-newcomer']], { createCustomers: [true] }),
  script('an invoice over the one that stands', drifted('keeper-doubles-latest'), [[7, 'write-again']]),
  script('an invoice anew that was deleted', drifted('keeper-deletes-invoice'), [[7, 'write-again']]),
  script('a payment with its invoice', [], [[2, 'bill-and-pay']]),
  script(
    'a payment changed and taken back',
    [[1, 'bill-and-pay']],
    [
      [4, 'unlay-latest'],
      [6, 'take-back-latest'],
    ],
  ),
  script('a card payment', [[1, 'bill']], [[4, 'card-latest']]),
  ...CREDITS_OUTWARD.map(told),
]

/** The way in, and what keeps the line open. */
export const INWARD: readonly CrashScript[] = [
  script(
    'payments that came in',
    [[1, 'bill-three']],
    [
      [4, 'keeper-pays-half'],
      [4.1, 'keeper-pays-each'],
      [4.2, 'sync-now'],
    ],
  ),
  script(
    'a payment voided there',
    [
      [1, 'bill'],
      [3, 'keeper-pays-latest'],
      [3.1, 'sync-now'],
    ],
    [
      [6, 'keeper-voids-payment'],
      [6.1, 'sync-now'],
    ],
  ),
  script(
    'drift and customers',
    [[1, 'bill']],
    [
      [4, 'keeper-doubles-latest'],
      [4.1, 'keeper-renames-customer'],
      [4.2, 'keeper-merges-customer'],
      [4.3, 'sync-now'],
    ],
  ),
  script(
    'more than a thousand changes',
    [[1, 'bill']],
    [
      [4, 'keeper-receives-a-thousand'],
      [4.1, 'keeper-pays-latest'],
      [4.2, 'sync-now'],
    ],
  ),
  script('a token that runs out', [], [[2, 'bill']], { startsAfterHours: 2 }),
  script('the lists of the company', [], [[2, 'refresh-company']]),
  script(
    'consent given again',
    [[1, 'bill']],
    [
      [4, 'keeper-revokes'],
      [4.1, 'bill'],
      [5, 'connect-again'],
    ],
  ),
  ...CREDITS_INWARD.map(told),
]

export const CRASH_SCRIPTS: readonly CrashScript[] = [...OUTWARD, ...INWARD]
