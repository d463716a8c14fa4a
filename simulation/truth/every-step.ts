import type { Check, SimTenant, Violation, World } from '../world.ts'
import { standsOnce } from './i1-once.ts'
import { nothingPassed } from './i2-cursor.ts'
import { LOOK, type Looked } from './look.ts'

/**
 * What holds at every step, I1 to I7: one statement over all tables, and a look at the companies where something
 * changed in them. It remembers what it saw, so each seed has its own.
 */
export function everyStep(): Check {
  const seen: Seen = {
    sequences: new Map(),
    cursors: new Map(),
    epochs: new Map(),
    audits: new Map(),
    lines: 0,
    since: '0',
  }
  return async (world) => {
    const { rows } = await world.owner.raw(LOOK, { since: seen.since })
    const looked: Looked = rows[0].looked
    const found = [
      ...looked.wrong.map(({ invariant, tenant, what }) => ({ invariant, tenant, what })),
      ...world.tenants.flatMap((each) => company(world, each, seen)),
      ...fences(looked, seen),
      ...audit(looked, seen),
      ...(await cursors(world, looked, seen)),
      ...secrets(world, looked, seen),
    ]
    seen.since = looked.since
    return found
  }
}

interface Seen {
  sequences: Map<string, number>
  cursors: Map<string, string>
  /** Of each connection: the epoch that was current, the runs that were open, the frames that had not left. */
  epochs: Map<string, { epoch: number; running: ReadonlySet<string>; frames: ReadonlySet<string> }>
  /** Of each tenant: how many events and seals there were. */
  audits: Map<string, Looked['audits'][number]>
  lines: number
  since: string
}

/** I1, where anything changed over there. */
function company(world: World, tenant: SimTenant, seen: Seen): Violation[] {
  const { sequence } = world.sandbox.company(tenant.realm)
  if (seen.sequences.get(tenant.realm) === sequence) return []
  seen.sequences.set(tenant.realm, sequence)
  return standsOnce(world, tenant)
}

/** I3: whoever lost the lease ends nothing any more, and freezes nothing new. */
function fences({ epochs }: Looked, seen: Seen): Violation[] {
  return epochs.flatMap(({ tenant, connectionId, epoch, running, ended, frames }) => {
    const before = seen.epochs.get(connectionId)
    seen.epochs.set(connectionId, {
      epoch,
      running: new Set(Object.keys(running)),
      frames: new Set(Object.keys(frames)),
    })
    if (before === undefined) return []
    const say = (what: string) => ({ invariant: 'I3', tenant, what })
    const late = Object.entries(ended).flatMap(([cycleId, own]) =>
      before.running.has(cycleId) && own < before.epoch
        ? [say(`run ${cycleId} of epoch ${own} ended by itself though epoch ${before.epoch} had begun`)]
        : [],
    )
    const stale = Object.entries(frames).flatMap(([frameId, own]) =>
      own < before.epoch && !before.frames.has(frameId)
        ? [say(`frame ${frameId} was frozen in epoch ${own} though epoch ${before.epoch} had begun`)]
        : [],
    )
    const back = epoch < before.epoch ? [say(`the epoch went back from ${before.epoch} to ${epoch}`)] : []
    return [...late, ...stale, ...back]
  })
}

/** I5: nothing leaves the audit, and its chain only grows. */
function audit({ audits }: Looked, seen: Seen): Violation[] {
  return audits.flatMap((now) => {
    const before = seen.audits.get(now.tenant)
    seen.audits.set(now.tenant, now)
    if (before === undefined) return []
    const say = (what: string) => ({ invariant: 'I5', tenant: now.tenant, what })
    return [
      ...(now.events < before.events
        ? [say(`the audit had ${before.events} events and has ${now.events}`)]
        : []),
      ...(now.seals < before.seals ? [say(`the chain had ${before.seals} seals and has ${now.seals}`)] : []),
    ]
  })
}

/** I2: looked at where a cursor moved. */
async function cursors(world: World, { epochs }: Looked, seen: Seen): Promise<Violation[]> {
  const found: Violation[] = []
  for (const { connectionId, cursor } of epochs) {
    if (cursor === null || seen.cursors.get(connectionId) === cursor) continue
    const before = seen.cursors.get(connectionId)
    seen.cursors.set(connectionId, cursor)
    const tenant = world.tenants.find((each) => each.connectionId === connectionId)
    if (tenant !== undefined && before !== undefined)
      found.push(...(await nothingPassed(world, tenant, cursor)))
  }
  return found
}

/** I7: nothing that is written down anywhere holds a secret of this run. */
function secrets(world: World, { texts }: Looked, seen: Seen): Violation[] {
  const canaries = world.secrets()
  const lines = world.log.slice(seen.lines)
  seen.lines = world.log.length
  const holds = (text: string) => canaries.some((each) => text.includes(each))
  return [
    ...lines
      .filter(holds)
      .map((line) => ({ invariant: 'I7', tenant: null, what: `a secret stands in the log: ${start(line)}` })),
    ...texts
      .filter(({ text }) => holds(text))
      .map(({ tenant, place }) => ({
        invariant: 'I7',
        tenant,
        what: `a secret stands in ${place}`,
      })),
  ]
}

/** Enough to find the line by, too little to tell the secret on. */
const start = (line: string): string => `${line.slice(0, 60)}…`
