import knex, { type Knex } from 'knex'
import { createTestDatabase, type TestDatabase } from '@tieout/platform/testing'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createTables, dropTables } from './index.ts'

/** A database of a host that has nothing of ours, beside one that our own host migrated. */
let empty: Knex
let migrated: TestDatabase
const name = `t_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`

beforeAll(async () => {
  migrated = await createTestDatabase()
  await migrated.owner.raw('create database ??', [name])
  const url = new URL(inject('superuserUrl'))
  url.pathname = `/${name}`
  empty = knex({ client: 'pg', connection: url.toString(), pool: { min: 0, max: 2 } })
})
afterAll(async () => {
  await empty.destroy()
  await migrated.owner.raw('drop database ?? with (force)', [name])
  await migrated.close()
})

/** Of our tables each column and each index, as the database describes them. */
async function described(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    `select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) as said
       from information_schema.columns where table_schema = 'public' and ${OURS('table_name')}
     union all
     select indexdef from pg_indexes where schemaname = 'public' and ${OURS('tablename')}
     order by said`,
  )
  return rows.map((each: { said: string }) => each.said)
}
const OURS = (column: string) =>
  `(${column} like 'accounting\\_%' or ${column} = 'tenant_external_entity_mappings')`

async function tablesIn(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    `select tablename from pg_tables where schemaname = 'public' order by tablename collate "C"`,
  )
  return rows.map((each: { tablename: string }) => each.tablename)
}

it('a host without anything gets what our own host migrated, every table handed to it, and is rid of it again', async () => {
  const handed: string[] = []
  await createTables(empty, async (_db, table) => void handed.push(table))
  expect(handed.toSorted()).toEqual(await tablesIn(empty))
  expect(await described(empty)).toEqual(await described(migrated.owner))
  await dropTables(empty)
  expect(await tablesIn(empty)).toEqual([])
})

it('a wall that cannot be put up leaves none of them', async () => {
  const protect = async (_db: Knex, table: string) => {
    if (table === 'accounting_sync_cycles') throw new Error('no such role')
  }
  await expect(createTables(empty, protect)).rejects.toThrow('no such role')
  expect(await tablesIn(empty)).toEqual([])
})
