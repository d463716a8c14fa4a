import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { statementsOf } from '../testing/statements.ts'
import {
  at,
  createStoreWorld,
  exportOf,
  frozen,
  idOf,
  linkOf,
  refused,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import { badgesOf, countChips, documentsBehind, type Chip } from './badges.ts'
import { hold } from './due.ts'
import { exclude } from './exclusions.ts'
import type { Connection } from './connection.ts'
import { enqueue } from './enqueue.ts'
import { writeLinks } from './links.ts'
import type { Lease } from './place.ts'
import { settle } from './settle.ts'

let world: StoreWorld
let company: Connection
let lease: Lease
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner.raw(
    'truncate accounting_sync_operations, accounting_sync_frames, accounting_sync_exclusions, tenant_external_entity_mappings',
  )
  company = await world.connect()
  lease = await world.lease(company)
})
afterAll(() => world.close())

const badges = (...numbers: number[]) =>
  world.inA((trx) =>
    badgesOf(
      trx,
      TENANT_A,
      company,
      numbers.map((n) => idOf('d', n)),
    ),
  )

/**
 * 1 nothing · 2 queued and held · 3 verified · 4 sent · 5 drift · 6 failed, though linked · 7 voided ·
 * 8 drift, exported again · 9 on its way
 */
async function oneOfEach(): Promise<void> {
  await frozen(world, lease, [6, 9])
  await world.inA(async (trx) => {
    await settle(trx, TENANT_A, lease, idOf('f', 1), [refused(6)], at('09:02'))
    await enqueue(
      trx,
      TENANT_A,
      [2, 8].map((n) => exportOf(n, company)),
      at('09:00'),
    )
    await hold(
      trx,
      TENANT_A,
      lease,
      [
        {
          operationId: idOf('o', 2),
          reason: 'unmapped',
          waitsFor: ['service:7'],
          until: null,
          code: 'unmapped',
        },
      ],
      at('09:01'),
    )
    const links = [
      linkOf(3),
      linkOf(4, { status: 'sent', verifiedAt: null, entityType: 'credit_note' }),
      linkOf(5, { status: 'drift' }),
      linkOf(6),
      linkOf(7, { status: 'voided' }),
      linkOf(8, { status: 'drift' }),
    ]
    await writeLinks(trx, TENANT_A, company, links, at('09:02'))
  })
}

describe('a badge', () => {
  it('says of each document what a person has to know, in the order asked and in one statement', async () => {
    await oneOfEach()
    const { answer, statements } = await statementsOf(world.db.app, () => badges(9, 8, 7, 6, 5, 4, 3, 2, 1))
    expect(statements).toHaveLength(1)
    expect(answer.map((each) => [each.state, each.verified])).toEqual([
      ['queued', false],
      ['drift', false],
      ['voided', false],
      ['error', true],
      ['drift', false],
      ['synced', false],
      ['synced', true],
      ['queued', false],
      ['not_synced', false],
    ])
    expect(answer[6]).toEqual({
      documentId: idOf('d', 3),
      state: 'synced',
      verified: true,
      externalKind: 'invoice',
      externalId: '503',
      number: 'INV-00003',
      sentAt: '2026-03-02T09:02:00.000Z',
      verifiedAt: '2026-03-02T09:02:00.000Z',
      operation: null,
      excludedBecause: null,
      accepted: null,
    })
    expect(answer[7]?.operation).toEqual({
      operationId: idOf('o', 2),
      kind: 'export_invoice',
      waitReason: 'unmapped',
      errorCode: 'unmapped',
      nextAttemptAt: null,
      waitsFor: ['service:7'],
    })
    expect(await badges()).toEqual([])
  })

  it('says why it stays out: itself before its client', async () => {
    await world.inA((trx) =>
      enqueue(
        trx,
        TENANT_A,
        [1, 2].map((n) => ({ ...exportOf(n, company), clientId: idOf('k', 1) })),
        at('09:00'),
      ),
    )
    await world.inA(async (trx) => {
      const by = { by: idOf('u', 1), at: at('09:01') }
      const client = { entityType: 'client', entityId: idOf('k', 1), reason: 'keyed by hand' } as const
      const document = { entityType: 'invoice', entityId: idOf('d', 2), reason: 'a test' } as const
      await exclude(trx, TENANT_A, { ...client, ...by })
      await exclude(trx, TENANT_A, { ...document, ...by })
    })
    expect((await badges(1, 2, 3)).map((each) => each.excludedBecause)).toEqual([
      'keyed by hand',
      'a test',
      null,
    ])
  })

  it('says nothing of another company, and nothing to another tenant', async () => {
    await oneOfEach()
    const other = await world.connect()
    const ids = [2, 3, 6].map((n) => idOf('d', n))
    const there = await world.inA((trx) => badgesOf(trx, TENANT_A, other, ids))
    const theirs = await world.inB((trx) => badgesOf(trx, TENANT_B, company, ids))
    const asked = await world.inB((trx) => badgesOf(trx, TENANT_A, company, ids))
    for (const seen of [there, theirs, asked]) {
      expect(seen.map((each) => each.state)).toEqual(['not_synced', 'not_synced', 'not_synced'])
    }
  })

  it('agrees with the chips above the list: the same documents, counted once', async () => {
    await oneOfEach()
    const behind = async (chip: Chip): Promise<string[]> => {
      const { sql, values } = documentsBehind(TENANT_A, company, chip)
      return await world.inA((trx) =>
        trx
          .from(trx.raw(`(${sql}) as behind`, values))
          .orderBy('id')
          .pluck('id'),
      )
    }
    expect(await world.inA((trx) => countChips(trx, TENANT_A, company))).toEqual({
      attention: 3,
      queued: 2,
      drift: 2,
    })
    expect(await behind('attention')).toEqual([5, 6, 8].map((n) => idOf('d', n)))
    // A difference that somebody accepted stays one, and asks for nobody.
    await world.db
      .owner('tenant_external_entity_mappings')
      .where({ alga_entity_id: idOf('d', 5) })
      .update({
        metadata: { accepted: { by: 'somebody' } },
      })
    expect(await behind('attention')).toEqual([6, 8].map((n) => idOf('d', n)))
    expect(await behind('queued')).toEqual([2, 9].map((n) => idOf('d', n)))
    expect(await behind('drift')).toEqual([5, 8].map((n) => idOf('d', n)))
  })
})
