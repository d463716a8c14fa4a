import type { FaultName, Rates } from '@tieout/qbo-sandbox'
import type { SyncHost } from '../host.ts'
import type { Connection } from '../postgres/connection.ts'
import type { SyncWorld } from './sync-world.ts'

/**
 * What of the fault model a document on its way out can meet and get over by itself. Not among them: that somebody else
 * has its number there, which a person decides.
 */
export const FAULTS_OUTWARD = [
  'lost-before',
  'lost-after',
  'throttled',
  'broken',
  'broken-after',
  'hang',
  'truncated',
  'html',
  'fault-in-200',
  'batch-reordered',
  'batch-missing',
  'duplicate-name',
  'closed-period',
  'inactive-reference',
] as const satisfies readonly FaultName[]

/** The same chance for the same seed. */
export function dice(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Some of them, so that each has room to do its work, each at a rate of its own. */
export function drawnRates(chance: () => number): Rates {
  const shuffled = FAULTS_OUTWARD.map((fault) => ({ fault, place: chance() })).toSorted(
    (a, b) => a.place - b.place,
  )
  return Object.fromEntries(shuffled.slice(0, 5).map(({ fault }) => [fault, 0.1 + chance() * 0.3]))
}

/** A write of which nobody hears any more, and which arrives all the same: before some later call. */
export interface Overtaken {
  fetch: SyncHost['fetch']
  /** How many were overtaken. */
  count(): number
  /** Whatever is still on its way arrives. */
  flush(): Promise<void>
}

/** A service gives up on anything after two minutes, so none is longer on its way. */
const LONGEST_ON_ITS_WAY = 120_000

export function overtakenSometimes(
  { sandbox, now }: SyncWorld,
  chance: () => number,
  rate: number,
): Overtaken {
  let underWay: { at: number; call: Parameters<typeof fetch> }[] = []
  let count = 0
  let arriving = 0
  const usual = sandbox.interfere
  // What arrives was on its way already: nothing else happens to it.
  sandbox.interfere = (call) => (arriving > 0 ? undefined : usual(call))
  const arrive = async (until: number) => {
    const due = underWay.filter((each) => each.at <= until).toSorted((a, b) => a.at - b.at)
    underWay = underWay.filter((each) => each.at > until)
    for (const { call } of due) {
      arriving += 1
      await sandbox.fetch(...call)
      arriving -= 1
    }
  }
  return {
    async fetch(input, init) {
      await arrive(now().getTime())
      if (init?.method !== 'POST' || !String(input).includes('/v3/company/') || chance() >= rate) {
        return await sandbox.fetch(input, init)
      }
      count += 1
      const { method, headers, body } = init
      const call: Parameters<typeof fetch> = [input, { method, headers: headers ?? {}, body: body ?? null }]
      underWay.push({ at: now().getTime() + chance() * LONGEST_ON_ITS_WAY, call })
      throw new TypeError('fetch failed')
    },
    count: () => count,
    flush: () => arrive(Infinity),
  }
}

/** The bookkeeper puts right what was in the way: closed books, and what was put away. */
export function putRight({ sandbox }: SyncWorld, { realm }: Connection): void {
  const { Preferences, Customer, Item, Account } = sandbox.company(realm).tables
  for (const [id, row] of Preferences.rows) {
    const { BookCloseDate: _closed, ...accounting } = row['AccountingInfoPrefs'] as Record<string, never>
    Preferences.rows.set(id, { ...row, AccountingInfoPrefs: accounting })
  }
  for (const { rows } of [Customer, Item, Account]) {
    for (const [id, row] of rows) {
      if (row['Active'] !== false) continue
      const names = ['DisplayName', 'Name', 'FullyQualifiedName'].flatMap((field) =>
        typeof row[field] === 'string' ? [[field, row[field].replace(' (deleted)', '')]] : [],
      )
      rows.set(id, { ...row, ...Object.fromEntries(names), Active: true })
    }
  }
}

/** The bookkeeper keys a customer, unless there is one of that name; answers its id. */
export async function customerNamed(
  { sandbox }: SyncWorld,
  { realm }: Connection,
  name: string,
): Promise<string> {
  const { rows } = sandbox.company(realm).tables.Customer
  const idOf = () => [...rows].find(([, row]) => row['DisplayName'] === name)?.[0]
  if (idOf() === undefined) {
    const tokens = await sandbox.fetch('http://desk.test/_sandbox/tokens', {
      method: 'POST',
      body: JSON.stringify({ realmId: realm }),
    })
    const { access_token } = (await tokens.json()) as { access_token: string }
    const keyed = await sandbox.fetch(`http://desk.test/v3/company/${realm}/customer`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ DisplayName: name }),
    })
    if (!keyed.ok) throw new Error(`no customer ${name} could be keyed: ${await keyed.text()}`)
  }
  return idOf() ?? ''
}
