import type { CustomerChange } from '../../changes.ts'
import type { Connection } from '../../postgres/connection.ts'
import { customerArrival } from './arrivals.ts'
import { linkAgain, type Effects } from './effects.ts'
import type { Incoming, LinksOfTheirs } from './incoming.ts'
import { observe } from './observe.ts'
import { customerTask } from './tasks.ts'

/**
 * Customers that clients are linked to: a new name is taken over, one out of use is told to a person. Of those that
 * nobody is linked to the pickers know from then on, so that whoever links to one links to what it is called.
 */
export function applyCustomers(
  connection: Connection,
  all: readonly Incoming[],
  links: LinksOfTheirs,
  effects: Effects,
): void {
  for (const each of all) {
    if (each.kind !== 'change' || each.change.kind !== 'customer') continue
    const { change } = each
    const link = links.one('customer', change.externalId, 'client')
    const isActive = change.state === 'active'
    if (link === undefined)
      effects.names.push({
        externalId: change.externalId,
        name: isActive ? change.name : null,
        active: isActive,
      })
    const isOut = link !== undefined && !isActive
    if (link !== undefined && isActive && change.name !== link.name) {
      effects.counts.renamed += 1
      effects.links.push(linkAgain(link, { name: change.name }))
      effects.names.push({ externalId: change.externalId, name: change.name, active: true })
    }
    if (isOut && each.known === null)
      effects.names.push({ externalId: change.externalId, name: null, active: false })
    if (link !== undefined && isActive && each.known !== null) {
      effects.names.push({ externalId: change.externalId, name: change.name, active: true })
      effects.usable.push(link)
    }
    const problem = { reason: change.state, amountMinor: 0, documentId: null, externalId: null }
    const observed = observe(
      connection,
      effects,
      each,
      isOut ? { problems: [problem], money: null, task: customerTask(connection, change, link) } : null,
    )
    if (link !== undefined) effects.arrivals.push(...customerArrival(change, link, observed))
  }
}

/** Customers that are no more: their documents stand under another now, which is no change of theirs. */
export const goneCustomersIn = (all: readonly Incoming[]): Set<string> =>
  new Set(
    all.flatMap((each) => (each.kind === 'change' && isGone(each.change) ? [each.change.externalId] : [])),
  )

const isGone = (change: { kind: string; state?: string }): change is CustomerChange =>
  change.kind === 'customer' && change.state === 'gone'
