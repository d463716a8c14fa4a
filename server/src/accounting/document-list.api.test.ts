import { countChips } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountingHost } from './testing/accounting-host.ts'
import { createDocumentsWorld, type DocumentsWorld, NOBODYS } from './testing/documents-world.ts'

let documents: DocumentsWorld
beforeAll(async () => {
  documents = await createDocumentsWorld()
})
afterAll(() => documents.world.close())

const finalized: DocumentsWorld['finalized'] = (...args) => documents.finalized(...args)
const badge: DocumentsWorld['badge'] = (...args) => documents.badge(...args)
const card: DocumentsWorld['card'] = (...args) => documents.card(...args)
const send: DocumentsWorld['send'] = (...args) => documents.send(...args)
const paused: DocumentsWorld['paused'] = (...args) => documents.paused(...args)

describe('the chips above the list', () => {
  it('count what the list then shows, page by page and as a file', async () => {
    await paused(async () => {
      const made = [await finalized(), await finalized(), await finalized()]
      const { body } = await documents.bill.ask('GET', '/accounting/chips').expect(200)
      const counts = countChips.output.parse(body)
      expect(counts).toMatchObject({ connected: true })
      expect(counts.queued).toBeGreaterThanOrEqual(3)
      const path = '/invoices?narrow=accounting:queued&sort=number&limit=2'
      const first = (await documents.bill.ask('GET', path)).body
      const seen = [...first.items]
      for (let cursor = first.nextCursor; cursor !== null;) {
        const page = (await documents.bill.ask('GET', `${path}&cursor=${encodeURIComponent(cursor)}`)).body
        seen.push(...page.items)
        cursor = page.nextCursor
      }
      expect(seen).toHaveLength(counts.queued)
      const numbers = seen.map((each: { number: string }) => each.number)
      expect(numbers).toEqual(numbers.toSorted().toReversed())
      for (const { number } of made) expect(numbers).toContain(number)
      const all = (await documents.bill.ask('GET', '/invoices/counts?narrow=accounting:queued')).body.all
      expect(all).toBe(counts.queued)
      const file = await documents.bill.ask('GET', '/invoices.csv?narrow=accounting:queued')
      expect(file.text.trimEnd().split('\r\n')).toHaveLength(counts.queued + 1)
      expect((await documents.bill.ask('GET', '/invoices?narrow=accounting:drift')).body.items).toEqual([])
    })
  })
})

describe('whoever is not of the company', () => {
  it('sees nothing of it: another tenant, a technician, a client in the portal', async () => {
    const { documentId } = await finalized()
    const bea = await documents.world.test.as('bea@juniperridge.example')
    expect(await badge(documentId, bea)).toBeUndefined()
    expect((await card(documentId, bea)).connection).toBeNull()
    expect((await send([documentId], bea)).body.code).toBe('accounting-not-connected')
    expect((await bea.ask('GET', '/invoices?narrow=accounting:queued')).body.items).toEqual([])
    const pia = await documents.world.test.as('pia@cedarclinic.example', { audience: 'portal' })
    for (const path of ['/accounting/chips', `/accounting/documents/${documentId}`]) {
      expect((await pia.ask('GET', path)).status).toBe(403)
    }
    const shown = await pia.ask('GET', '/portal/invoices?limit=50')
    expect(shown.status).toBe(200)
    expect(shown.text).not.toMatch(/accounting|quickbooks|synced|sync_/i)
  })
})

describe('the community edition', () => {
  it('has no such routes, and no such way to narrow', async () => {
    const community = await createAccountingHost({ edition: 'community' })
    for (const path of ['/accounting/chips', `/accounting/documents/${NOBODYS}`]) {
      expect((await community.bill.ask('GET', path)).status).toBe(404)
    }
    expect((await community.bill.ask('GET', '/invoices?narrow=accounting:drift')).status).toBe(400)
    expect((await community.bill.ask('GET', '/invoices')).status).toBe(200)
    await community.close()
  })
})
