import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, listClients } from '@tieout/billing/contract'
import { createClient as createApiClient, signIn, type ApiClient } from '@tieout/platform/contract'
import { startProduct, type Product } from './product.ts'

/** What the server said yes to is there after a kill -9, whatever it was doing; and it starts again. */
describe('a server killed in the middle of its work', () => {
  let product: Product

  beforeAll(async () => {
    product = await startProduct()
  })
  afterAll(() => product?.stop())

  it('has lost nothing it had answered, and is ready again', async () => {
    const bill = await signInTo(product.origin)
    const answered: string[] = []
    const people = Array.from({ length: 8 }, async (_, person) => {
      // Each goes on until the server is gone.
      for (let count = 0; ; count += 1) {
        const displayName = `Client ${person}-${count}`
        const made = await bill(createClient, { ...BLANK, displayName }).catch(() => null)
        if (made) answered.push(made.clientId)
        else return
      }
    })
    await expect.poll(() => answered.length, { timeout: 20_000 }).toBeGreaterThan(100)
    await product.kill()
    await Promise.all(people)

    product = await startProduct({ home: product.home })
    const ready = await fetch(`${product.origin}/readyz`)
    expect(await ready.json()).toEqual({ database: true, jobs: true })
    const kept = await allClients(await signInTo(product.origin))
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
    expect(product.said()).not.toContain('Creating the demo companies')
  })
})

async function signInTo(origin: string): Promise<ApiClient> {
  let cookie = ''
  let csrfToken: string | undefined
  const api = createApiClient({
    baseUrl: origin,
    csrfToken: () => csrfToken,
    async fetch(url, init) {
      const response = await fetch(url, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), cookie },
      })
      cookie ||= response.headers.get('set-cookie')?.split(';')[0] ?? ''
      return response
    },
  })
  csrfToken = (await api(signIn, { email: 'bill@harborlane.example', password: 'ledger-lantern-42' }))
    .csrfToken
  return api
}

async function allClients(api: ApiClient): Promise<Set<string>> {
  const found = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await api(listClients, { limit: 200, cursor })
    for (const client of page.items) found.add(client.clientId)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return found
}

const BLANK = {
  legalName: null,
  email: null,
  phone: null,
  currency: 'USD',
  addressLine1: null,
  addressLine2: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
  notes: null,
}
