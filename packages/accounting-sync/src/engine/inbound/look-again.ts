import { TransportFailure } from '../../adapter.ts'
import { noteLookedAt } from '../../postgres/looked-at.ts'
import { waitingObservations } from '../../postgres/observations.ts'
import { inTenant, type Run } from '../outbound/run.ts'
import { applyAll } from './apply.ts'
import { keyOfRef, refOf, type Incoming } from './incoming.ts'

/**
 * A payment of ours that came out otherwise than it was meant counts as it is over there. It is looked at, since
 * where the service left it as it was, no poll ever tells of it. When nothing answers, or this process dies first, it
 * goes on differing, its task says so, and the next run looks. So is one that was found changed when it was to be
 * written over: what waits for that need not wait for a poll.
 */
export async function lookAgain(run: Run): Promise<void> {
  const { connection, adapter, session, engine, signal, differing } = run
  if (differing.size === 0 || adapter.look === undefined || connection.pausedAt !== null) return
  const { tenant } = connection
  const came = new Map<string, Incoming>()
  try {
    for (const externalId of differing) {
      await engine.governor.take(session.realm, 1, signal)
      const looked = await adapter.look(session, 'payment', externalId)
      came.set(
        externalId,
        'state' in looked
          ? { kind: 'change', change: looked, known: null }
          : { kind: 'unreadable', unreadable: looked, known: null },
      )
    }
  } catch (error) {
    if (!(error instanceof TransportFailure) || error.reason === 'unauthorized') throw error
  }
  if (came.size === 0) return
  const waiting = await inTenant(run, (trx) => waitingObservations(trx, tenant, connection))
  const known = new Map(waiting.map((each) => [keyOfRef(each), each]))
  await applyAll(
    run,
    [...came.values()].map((each) => ({ ...each, known: known.get(keyOfRef(refOf(each))) ?? null })),
  )
  await inTenant(run, (trx) => noteLookedAt(trx, tenant, connection, [...came.keys()]))
  for (const each of came.keys()) differing.delete(each)
}
