import knex, { type Knex } from 'knex'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { dropTestDatabase, migrationsDirectory, testPasswords } from '../testing/index.ts'
import { migrate, rollbackAll } from './migrate.ts'

describe('migrations', () => {
  let admin: Knex
  let owner: Knex
  let ownerUrl: string
  let directory: string

  beforeEach(async () => {
    const url = new URL(inject('ownerUrl'))
    url.pathname = '/postgres'
    admin = knex({ client: 'pg', connection: url.toString(), pool: { min: 0, max: 1 } })
    const name = `m_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
    await admin.raw('create database ??', [name])
    url.pathname = `/${name}`
    ownerUrl = url.toString()
    owner = knex({ client: 'pg', connection: ownerUrl, pool: { min: 0, max: 1 } })
    directory = await mkdtemp(join(tmpdir(), 'tieout-migrations-'))
  })
  afterEach(async () => {
    const name = new URL(ownerUrl).pathname.slice(1)
    await owner.destroy()
    await admin.destroy()
    await dropTestDatabase(name)
    await rm(directory, { recursive: true, force: true })
  })

  const run = (from: string) => migrate({ ownerUrl, directory: from, rolePasswords: testPasswords })
  const put = (name: string, up: string) =>
    writeFile(
      join(directory, name),
      `export const up = (db) => db.raw(${JSON.stringify(up)})\nexport const down = (db) => db.raw('select 1')\n`,
    )
  const tables = async () =>
    (
      await owner.raw(
        `select table_name from information_schema.tables where table_schema = 'public' order by 1`,
      )
    ).rows.map((row: { table_name: string }) => row.table_name)

  it('that fail name the one that did and leave the database as it was', async () => {
    await put('001_first.ts', 'create table first (id int)')
    await run(directory)
    const before = await tables()
    await put('002_second.ts', 'create table second (id int)')
    await put('003_third.ts', 'create table third (id nonsense)')
    await expect(run(directory)).rejects.toThrow(
      /Migration 003_third.ts failed and nothing was changed: .*nonsense/,
    )
    expect(await tables()).toEqual(before)
    await rm(join(directory, '003_third.ts'))
    await put('003_third_mended.ts', 'create table third (id int)')
    expect(await run(directory)).toEqual(['002_second', '003_third_mended'])
  })

  it('run once when two servers start at the same time', async () => {
    await put('001_first.ts', 'create table first (id int)')
    const applied = await Promise.all([run(directory), run(directory)])
    expect(applied.flat()).toEqual(['001_first'])
  })

  it('of ours, and the queue of the jobs, are put there by one of four servers that start at once', async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => run(migrationsDirectory)))
    expect(applied.filter((each) => each.length > 0)).toHaveLength(1)
    expect(await run(migrationsDirectory)).toEqual([])
  })

  it('of ours go up, down to nothing, and up again', async () => {
    await run(migrationsDirectory)
    const before = await tables()
    await rollbackAll(ownerUrl, migrationsDirectory)
    expect(await tables()).toEqual(['knex_migrations', 'knex_migrations_lock'])
    await run(migrationsDirectory)
    expect(await tables()).toEqual(before)
  })
})
