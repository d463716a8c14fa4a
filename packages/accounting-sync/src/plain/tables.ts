import type { Knex } from 'knex'
import { createTables } from '../postgres/tables/index.ts'
import { wall } from './database.ts'

/**
 * The module's tables and those of this room, behind the wall, unless they are there. Any number of processes
 * may start at once. Later steps of the module are `tables`, for your migrations.
 */
export async function createPlainTables(db: Knex): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtextextended('accounting_plain', 0))`)
    if (await trx.schema.hasTable('accounting_plain_jobs')) return
    await refuseWhoeverWalksThroughWalls(trx)
    await createTables(trx, wall)
    await trx.raw(TABLES)
    for (const table of OF_TENANTS) await wall(trx, table, { app: ['select', 'insert', 'update', 'delete'] })
  })
}

async function refuseWhoeverWalksThroughWalls(trx: Knex): Promise<void> {
  const { rows } = await trx.raw(
    'select rolsuper or rolbypassrls as through from pg_roles where rolname = current_user',
  )
  if (rows[0]?.through === true)
    throw new Error('Connect as a role that is no superuser and does not bypass row-level security.')
}

const OF_TENANTS = ['secrets', 'tasks', 'notices', 'receipts', 'allocations', 'answered'].map(
  (name) => `accounting_plain_${name}`,
)

/** Jobs stand before the wall: the timer looks at all of them, and they say no more than where to look. */
const TABLES = `
  create table accounting_plain_jobs (
    job_id uuid primary key,
    tenant uuid,
    kind text not null,
    key text not null,
    every_seconds integer check (every_seconds > 0),
    recurring boolean not null generated always as (every_seconds is not null) stored,
    payload jsonb not null,
    due_at timestamptz not null,
    asked integer not null default 1,
    failed integer not null default 0,
    held_by uuid,
    held_until timestamptz,
    unique (kind, key, recurring)
  );
  create index on accounting_plain_jobs (due_at);

  create table accounting_plain_secrets (
    tenant uuid not null,
    purpose text not null,
    ref text not null,
    sealed bytea not null,
    primary key (tenant, purpose, ref)
  );

  create table accounting_plain_tasks (
    tenant uuid not null,
    task_id uuid not null,
    key text not null,
    kind text not null,
    params jsonb not null,
    context jsonb not null,
    priority text not null,
    money jsonb,
    raised_at timestamptz not null,
    closed_at timestamptz,
    closed_because text,
    primary key (tenant, task_id)
  );
  create unique index on accounting_plain_tasks (tenant, key) where closed_at is null;

  create table accounting_plain_notices (
    tenant uuid not null,
    key text not null,
    kind text not null,
    params jsonb not null,
    link text not null,
    told_at timestamptz not null,
    primary key (tenant, key)
  );

  create table accounting_plain_receipts (
    tenant uuid not null,
    receipt_id uuid not null,
    key text not null,
    client_id text not null,
    fed text not null,
    date date not null,
    currency char(3) not null,
    reference text,
    amount_minor bigint not null,
    reversed_at timestamptz,
    primary key (tenant, receipt_id),
    unique (tenant, key)
  );

  create table accounting_plain_allocations (
    tenant uuid not null,
    allocation_id uuid not null,
    receipt_id uuid not null,
    document_id text not null,
    amount_minor bigint not null,
    applied_at timestamptz not null,
    taken_back_at timestamptz,
    primary key (tenant, allocation_id),
    foreign key (tenant, receipt_id) references accounting_plain_receipts
  );
  create index on accounting_plain_allocations (tenant, document_id);
  create index on accounting_plain_allocations (tenant, receipt_id);

  create table accounting_plain_answered (
    tenant uuid not null,
    user_id text not null,
    route text not null,
    key text not null,
    input_hash text not null,
    status integer,
    body jsonb,
    answered_at timestamptz not null,
    primary key (tenant, user_id, route, key)
  )`
