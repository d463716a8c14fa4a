import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { HostJobs, HostSecrets, SyncHost, SyncJob, TaskDraft } from '@tieout/accounting-sync'
import type { Knex } from 'knex'
import { books } from './books.ts'
import { EVERYBODY, inTenant } from './database.ts'

export const HOST_TABLES = `
  create table secrets (tenant uuid not null, place text primary key, sealed bytea not null);
  create table jobs (id uuid primary key, kind text not null, key text not null, every_seconds int not null,
    payload jsonb not null, due_at timestamptz not null, unique (kind, key, every_seconds))`

/** Open tasks by their key; they last as long as the process. */
export const inbox = new Map<string, TaskDraft>()

const say = (fields: object, message: string) =>
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)

/** All that this host gives. */
export const hostFor = (db: Knex, key: string): SyncHost => ({
  transactions: {
    inTenant: (tenant, work) => inTenant(db, tenant, work),
    acrossTenants: (work) => inTenant(db, EVERYBODY, work),
  },
  books,
  jobs: jobsIn(db),
  inbox: {
    async raise(_trx, _tenant, drafts) {
      for (const each of drafts) inbox.set(each.dedupeKey, each)
    },
    async close(_trx, _tenant, keys) {
      for (const each of keys) inbox.delete(each)
    },
    open: async (_trx, _tenant, keys) =>
      new Map(keys.filter((each) => inbox.has(each)).map((each) => [each, each])),
  },
  notifications: {
    tellAdmins: async (_trx, _tenant, { kind, params }) => void say(params, `notice: ${kind}`),
  },
  people: { names: async () => new Map() },
  secrets: sealedWith(key),
  clock: { now: () => new Date(), sleep: (ms, signal) => setTimeout(ms, undefined, { signal }) },
  ids: { uuid: () => crypto.randomUUID() },
  random: { next: () => Math.random() },
  log: { info: () => {}, warn: say, error: say },
  fetch,
})

/** A table and a timer. A job is written in the transaction of whoever asks for it, so none comes too early. */
const jobsIn = (db: Knex): HostJobs => {
  const put = async (kind: string, payload: object, key: string, every: number, trx: Knex = db) => {
    const row = { id: crypto.randomUUID(), kind, key, every_seconds: every, payload, due_at: new Date() }
    const [kept] = await trx('jobs')
      .insert(row)
      .onConflict(['kind', 'key', 'every_seconds'])
      .merge(['payload'])
      .returning('id')
    return String(kept?.id)
  }
  return {
    scheduleJob: (kind, payload, { singletonKey = crypto.randomUUID(), trx } = {}) =>
      put(kind, payload, singletonKey, 0, trx),
    scheduleRecurringJob: (kind, { everySeconds }, payload, { singletonKey, trx }) =>
      put(kind, payload, singletonKey, everySeconds, trx),
    cancelJob: async (id, _tenant, { trx = db } = {}) => (await trx('jobs').where({ id }).delete()) > 0,
  }
}

/** Does what is due until it is told to stop. What fails is done again by its schedule, or asked for anew. */
export async function runJobs(db: Knex, known: readonly SyncJob[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = new Date()
    const { rows } = await db.raw(
      `with once as (delete from jobs where every_seconds = 0 and due_at <= :now returning kind, payload),
        again as (update jobs set due_at = cast(:now as timestamptz) + every_seconds * interval '1 second'
          where every_seconds > 0 and due_at <= :now returning kind, payload)
       select * from once union all select * from again`,
      { now },
    )
    for (const { kind, payload } of rows) {
      const job = known.find((each) => each.kind === kind)
      await job
        ?.run(payload, signal)
        .catch((error: Error) => say({ kind, why: error.message }, 'a job failed'))
    }
    await setTimeout(200, undefined, { signal }).catch(() => {})
  }
}

/** Sealed at rest, and bound to where they belong: moved elsewhere, they do not open. */
const sealedWith = (secret: string): HostSecrets => {
  const key = createHash('sha256').update(secret).digest()
  const placeOf = (place: { tenant: string; purpose: string; ref: string }) =>
    `${place.tenant} ${place.purpose} ${place.ref}`
  return {
    async put(trx, where, text) {
      const [place, iv] = [placeOf(where), randomBytes(12)]
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(text), cipher.final()])
      const sealed = Buffer.concat([iv, cipher.getAuthTag(), body])
      await trx('secrets').insert({ tenant: where.tenant, place, sealed }).onConflict('place').merge()
    },
    async get(trx, where) {
      const place = placeOf(where)
      const row = await trx('secrets').where({ place }).first()
      if (row === undefined) return null
      const opened = createDecipheriv('aes-256-gcm', key, row.sealed.subarray(0, 12))
        .setAAD(Buffer.from(place))
        .setAuthTag(row.sealed.subarray(12, 28))
      return Buffer.concat([opened.update(row.sealed.subarray(28)), opened.final()]).toString()
    },
    remove: async (trx, where) =>
      (await trx('secrets')
        .where({ place: placeOf(where) })
        .delete()) > 0,
  }
}
