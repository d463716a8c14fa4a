import { setTimeout } from 'node:timers/promises'
import knex, { type Knex } from 'knex'
import { inject } from 'vitest'
import type { CanonicalDocument } from '../core/document.ts'
import type { SyncHost } from '../host.ts'
import { connect } from '../plain/database.ts'
import { plainHost } from '../plain/host.ts'
import { realPorts, type Ports } from '../plain/ports.ts'
import { createPlainTables } from '../plain/tables.ts'

export const KEY = Buffer.alloc(32, 'a key').toString('base64')

/** A plain host on an empty database of its own, as an owner who is no superuser. Its time stands still. */
export interface PlainWorld {
  url: string
  db: Knex
  host: SyncHost
  ports: Ports
  documents: Map<string, CanonicalDocument>
  /** What was logged as wrong. */
  wrong: string[]
  notices: string[]
  advance(seconds: number): void
  close(): Promise<void>
}

export async function createPlainWorld(): Promise<PlainWorld> {
  const name = `t_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
  const url = new URL(inject('ownerUrl'))
  // Not to the one that others are cloned from: nobody may be connected to it then.
  url.pathname = '/postgres'
  const admin = knex({ client: 'pg', connection: url.toString(), pool: { min: 0, max: 1 } })
  await admin.raw('create database ??', [name])
  url.pathname = `/${name}`
  const db = connect(url.toString(), { min: 0, max: 8 })
  await createPlainTables(db)
  let now = Date.parse('2026-11-21T09:00:00.000Z')
  const ports: Ports = {
    ...realPorts,
    clock: { now: () => new Date(now), sleep: (_ms, signal) => setTimeout(5, undefined, { signal }) },
  }
  const documents = new Map<string, CanonicalDocument>()
  const wrong: string[] = []
  const notices: string[] = []
  const note = (fields: object, message: string) => void wrong.push(`${message} ${JSON.stringify(fields)}`)
  const host = plainHost({
    db,
    keys: [KEY],
    ports,
    books: {
      documents: async (_trx, _tenant, ids) => ids.flatMap((id) => documents.get(id) ?? []),
      clients: async () => [],
      search: async () => [],
      timeZone: async () => 'Pacific/Auckland',
    },
    tell: async (_trx, _tenant, { kind }) => void notices.push(kind),
    log: { info: () => {}, warn: note, error: note },
  })
  return {
    url: url.toString(),
    db,
    host,
    ports,
    documents,
    wrong,
    notices,
    advance: (seconds) => void (now += seconds * 1000),
    async close() {
      await db.destroy()
      await admin.raw('drop database ?? with (force)', [name])
      await admin.destroy()
    },
  }
}
