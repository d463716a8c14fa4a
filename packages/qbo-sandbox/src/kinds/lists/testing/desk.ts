import { create, remove, update } from '../../../company/operations.ts'
import { type OpeningOptions, openedCompany } from '../../../company/opening.ts'
import { stateHash } from '../../../company/snapshot.ts'
import type { Company, Entity, KindName } from '../../../company/state.ts'
import { Fault } from '../../../fault.ts'
import type { Json, JsonObject } from '../../../json.ts'
import { seededRandom } from '../../../ports.ts'

export const NOON = Date.parse('2026-11-21T20:00:00Z')

/** A company and hands to work in it, one second a step. */
export function openDesk(options: Partial<OpeningOptions> = {}) {
  const company = openedCompany({ realmId: '9130', name: 'Test Company', ...options }, NOON, seededRandom(7))
  return deskOf(company)
}

export function deskOf(company: Company) {
  let now = NOON
  const call = (kind: KindName, body: JsonObject, include: readonly string[] = []) => {
    now += 1000
    return { company, now, kind, body, options: { include: new Set(include) } }
  }
  const stamp = ({ Id, SyncToken }: Entity) => ({ Id, SyncToken })
  return {
    company,
    make: (kind: KindName, body: JsonObject, include?: readonly string[]) =>
      create(call(kind, body, include)),
    /** A sparse update of what stands. */
    change: (kind: KindName, id: string, body: JsonObject) =>
      update(call(kind, { ...body, sparse: true, ...stamp(row(company, kind, id)) })),
    /** A full update of what stands. */
    replace: (kind: KindName, id: string, body: JsonObject) =>
      update(call(kind, { ...body, ...stamp(row(company, kind, id)) })),
    drop: (kind: KindName, id: string) => remove(call(kind, stamp(row(company, kind, id)))),
    read: (kind: KindName, id: string) => row(company, kind, id),
    settle: (section: string, values: JsonObject) =>
      update(
        call('Preferences', { sparse: true, ...stamp(row(company, 'Preferences', '1')), [section]: values }),
      ),
  }
}

export type Desk = ReturnType<typeof openDesk>

function row(company: Company, kind: KindName, id: string): Entity {
  const found = company.tables[kind].rows.get(id)
  if (found === undefined) throw new Error(`There is no ${kind} ${id}`)
  return found
}

/** The code of the refusal; whatever is refused leaves the company as it was. */
export function refusal(company: Company, act: () => unknown): string {
  const before = stateHash(company)
  try {
    act()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (stateHash(company) !== before) throw new Error('The refused act left a trace', { cause: error })
    return error.code
  }
  return 'nothing was refused'
}

export const refTo = (id: string) => ({ value: id })

export const balanceOf = (company: Company, account: string): number =>
  company.ledger.accounts.get(account) ?? 0

export const list = (value: Json | undefined) => (value ?? []) as readonly JsonObject[]
