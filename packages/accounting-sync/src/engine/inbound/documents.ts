import type { Intent } from '../../adapter.ts'
import type { DocumentChange } from '../../changes.ts'
import { apartMinor, judgeDocument, type Judgement } from '../../core/drift.ts'
import type { Trx } from '../../host.ts'
import type { Link } from '../../postgres/links.ts'
import type { Run } from '../outbound/run.ts'
import { driftKey } from '../exceptions/tasks.ts'
import { linkAgain, type Effects } from './effects.ts'
import type { Incoming, LinksOfTheirs } from './incoming.ts'
import { observe } from './observe.ts'
import { documentDriftTask } from './tasks.ts'

const TYPES = { invoice: 'invoice', credit_memo: 'credit_note' } as const

interface Judged {
  link: Link
  judgement: Judgement
}

/** Documents of ours as they stand over there: what is still meant is confirmed, what is not is drift. */
export async function applyDocuments(
  run: Run,
  trx: Trx,
  all: readonly Incoming[],
  links: LinksOfTheirs,
  goneCustomers: ReadonlySet<string>,
  effects: Effects,
): Promise<void> {
  const judged = all.flatMap((each): Judged[] => {
    if (each.kind !== 'change' || !isDocument(each.change)) return []
    observe(run.connection, effects, each, null)
    const { change } = each
    const link = links.one(change.kind, change.externalId, TYPES[change.kind])
    const judgement = link === undefined ? null : judgeDocument(agreedOn(link), change, goneCustomers)
    return link === undefined || judgement === null ? [] : [{ link, judgement }]
  })
  if (judged.length === 0) return
  const now = run.engine.host.clock.now()
  for (const { link, judgement } of judged) {
    const { status, differences, movedTo } = judgement
    const snapshot = movedTo === null ? link.snapshot : { ...(link.snapshot as Intent), customerId: movedTo }
    const verifiedAt = status === 'verified' ? now : null
    // Another difference than the one that somebody accepted, or none any more.
    const forgotten = link.metadata['accepted'] ? { metadata: { accepted: null } } : {}
    effects.links.push(linkAgain(link, { status, differences, snapshot, verifiedAt, ...forgotten }))
    if (status === 'drift') effects.counts.drifted += 1
    else effects.counts.verified += 1
    if (status !== 'drift' && link.status === 'drift') effects.close.push(driftKey(link))
  }
  await tell(
    run,
    trx,
    judged.filter((each) => each.judgement.status === 'drift'),
    effects,
  )
}

const isDocument = (change: { kind: string }): change is DocumentChange =>
  change.kind === 'invoice' || change.kind === 'credit_memo'

const agreedOn = ({ status, snapshot, differences }: Link) => ({
  status,
  snapshot: snapshot as Intent | null,
  differences,
})

/** One task for each document that differs, with whose it is and how far the two sides are apart. */
async function tell(run: Run, trx: Trx, drifted: readonly Judged[], effects: Effects): Promise<void> {
  if (drifted.length === 0) return
  const { connection, engine } = run
  const ids = drifted.map(({ link }) => link.entityId)
  const documents = await engine.host.books.documents(trx, connection.tenant, ids)
  const byId = new Map(documents.map((each) => [each.id, each]))
  for (const { link, judgement } of drifted) {
    const differences = judgement.differences ?? []
    const document = byId.get(link.entityId)
    const apart = document === undefined ? 0 : apartMinor(differences, document.totalMinor)
    const money =
      document === undefined || apart === 0
        ? null
        : { amountMinor: Math.abs(apart), currency: document.currency }
    const clientName = document?.clientName ?? ''
    effects.raise.push(documentDriftTask(connection, link, { differences, clientName, money }))
  }
}
