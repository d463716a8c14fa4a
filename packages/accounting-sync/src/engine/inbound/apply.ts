import { inTenant, LeaseLost, type Run } from '../outbound/run.ts'
import { applyChunk } from './chunk.ts'
import { noInboundCounts, type InboundCounts } from './effects.ts'
import type { Incoming } from './incoming.ts'

/** As many changes as are written together. */
const CHUNK = 1000

/** Customers first, then payments, then documents; a thousand at once. */
const ORDER = { customer: 1, payment: 2, invoice: 3, credit_memo: 3, refund: 4 } as const

export async function applyAll(run: Run, incoming: readonly Incoming[]): Promise<InboundCounts> {
  const total = noInboundCounts()
  const kindOf = (each: Incoming) => (each.kind === 'change' ? each.change.kind : each.unreadable.kind)
  const ordered = incoming.toSorted((a, b) => ORDER[kindOf(a)] - ORDER[kindOf(b)])
  for (let start = 0; start < ordered.length; start += CHUNK) {
    run.signal.throwIfAborted()
    add(total, await applySome(run, ordered.slice(start, start + CHUNK)))
  }
  return total
}

/** When a set cannot be written, its halves are tried, down to the one that cannot: that one is put aside. */
async function applySome(run: Run, incoming: readonly Incoming[]): Promise<InboundCounts> {
  const { leaseKeptAt } = run
  try {
    return await inTenant(run, (trx) => applyChunk(run, trx, incoming))
  } catch (error) {
    // Were it made longer, that has been taken back with the rest.
    run.leaseKeptAt = leaseKeptAt
    if (!isAboutContent(error)) throw error
    const [only, ...others] = incoming
    if (only === undefined) throw error
    if (others.length === 0) return await quarantine(run, only, error)
    const middle = Math.ceil(incoming.length / 2)
    const counts = await applySome(run, incoming.slice(0, middle))
    return add(counts, await applySome(run, incoming.slice(middle)))
  }
}

async function quarantine(run: Run, incoming: Incoming, error: unknown): Promise<InboundCounts> {
  const why = error instanceof Error ? error.message : 'no reason was given'
  const { connection, engine } = run
  const { kind, externalId } = incoming.kind === 'change' ? incoming.change : incoming.unreadable
  engine.host.log.error(
    { tenant: connection.tenant, realm: connection.realm, kind, externalId, reason: why },
    'a change could not be applied and was put aside',
  )
  const raw = incoming.kind === 'change' ? incoming.change : incoming.unreadable.raw
  const aside: Incoming = {
    kind: 'unreadable',
    known: incoming.known,
    unreadable: { kind, externalId, why: 'It could not be applied.', raw },
  }
  return await inTenant(run, (trx) => applyChunk(run, trx, [aside]))
}

/** Connections that break, deadlocks and shut-downs say nothing about what was to be written. */
const NOT_CONTENT = /^(08|40|53|57|58)/
/** A line that is gone has no code: the driver says it in words, and so does a pool that has no other left. */
const NO_LINE =
  /connection (terminated|ended|error|timeout)|not queryable|acquiring a connection|unable to acquire/i

function isAboutContent(error: unknown): boolean {
  if (error instanceof LeaseLost) return false
  if (error instanceof Error && NO_LINE.test(error.message)) return false
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return !NOT_CONTENT.test(code) && !/^E[A-Z]+$/.test(code)
}

function add(total: InboundCounts, more: InboundCounts): InboundCounts {
  for (const each of Object.keys(total) as (keyof InboundCounts)[]) total[each] += more[each]
  return total
}
