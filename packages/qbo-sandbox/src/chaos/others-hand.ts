import { update } from '../company/operations.ts'
import type { Company, Entity, KindName } from '../company/state.ts'
import { Fault } from '../fault.ts'
import type { JsonObject } from '../json.ts'

/** What somebody else does in the company: through the same operations as every client, never past the rules. */
export interface Hand {
  company: Company
  now: number
}

export const callOn = ({ company, now }: Hand, kind: KindName, body: JsonObject) => ({
  company,
  now,
  kind,
  body,
  options: { include: new Set<string>() },
})

/** A sparse update of an object as it stands. */
export const edit = (hand: Hand, kind: KindName, { Id, SyncToken }: Entity, body: JsonObject): Entity =>
  update(callOn(hand, kind, { ...body, sparse: true, Id, SyncToken }))

/** One section of the preferences, as set on the company's settings page. */
export function settle(hand: Hand, section: string, values: JsonObject): void {
  const preferences = hand.company.tables.Preferences.rows.get('1')
  if (preferences !== undefined) edit(hand, 'Preferences', preferences, { [section]: values })
}

/** Whether it could be done; what the rules refuse is left undone. */
export function managed(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}
