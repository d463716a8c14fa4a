import type { ChaosState } from './chaos/chaos.ts'
import { restored, snapshotOf, type CompanySnapshot } from './company/snapshot.ts'
import type { Company } from './company/state.ts'
import { restoredOAuth, snapshotOfOAuth, type OAuthSnapshot, type OAuthState } from './oauth/state.ts'
import type { Sandbox, SandboxKnobs } from './sandbox.ts'
import type { ThrottleState } from './wire/throttle.ts'
import type { ReplayMemory } from './wire/replay.ts'
import type { WebhookState } from './webhooks/webhooks.ts'

/** What a sandbox remembers beside what its parts do. */
export interface State {
  companies: Map<string, Company>
  memories: Map<string, ReplayMemory>
  oauth: OAuthState
  calls: number
}

interface Saved {
  format: 'qbo-sandbox'
  version: 1
  calls: number
  companies: CompanySnapshot[]
  memories: [string, ReplayMemory][]
  oauth: OAuthSnapshot
  knobs: SandboxKnobs
  throttle: ThrottleState
  chaos: ChaosState
  webhooks: WebhookState
}

export function snapshotText(sandbox: Sandbox, state: State): string {
  const saved: Saved = {
    format: 'qbo-sandbox',
    version: 1,
    calls: state.calls,
    companies: [...state.companies.values()].map(snapshotOf),
    memories: [...state.memories],
    oauth: snapshotOfOAuth(state.oauth),
    knobs: sandbox.knobs,
    throttle: sandbox.throttle.toJSON(),
    chaos: sandbox.chaos.toJSON(),
    webhooks: sandbox.webhooks.toJSON(),
  }
  return JSON.stringify(saved)
}

/** Reads all of it before anything is replaced: what cannot be read leaves everything as it was. */
export function restoreText(sandbox: Sandbox, state: State, text: string): void {
  const saved = savedFrom(text)
  const companies = new Map(saved.companies.map((each) => [each.realmId, restored(each)]))
  const oauth = restoredOAuth(saved.oauth)
  state.companies = companies
  state.memories = new Map(saved.memories)
  state.oauth = oauth
  state.calls = saved.calls
  sandbox.knobs = saved.knobs
  sandbox.throttle.restore(saved.throttle)
  sandbox.chaos.restore(saved.chaos)
  sandbox.webhooks.restore(saved.webhooks)
}

const PARTS = ['companies', 'memories', 'oauth', 'knobs', 'throttle', 'chaos', 'webhooks'] as const

function savedFrom(text: string): Saved {
  const saved = JSON.parse(text) as Partial<Saved> | null
  if (saved?.format !== 'qbo-sandbox') throw new Error('This is no state of a qbo-sandbox.')
  if (saved.version !== 1)
    throw new Error(`This state is of version ${saved.version}; this qbo-sandbox reads version 1.`)
  const missing = PARTS.find((each) => typeof saved[each] !== 'object' || saved[each] === null)
  if (missing !== undefined) throw new Error(`This state has no ${missing}.`)
  return saved as Saved
}
