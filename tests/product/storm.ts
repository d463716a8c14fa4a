import {
  createDraft,
  finalizeInvoices,
  listClients,
  listServices,
  recordPayment,
} from '@tieout/billing/contract'
import { createClient, signIn, type ApiClient } from '@tieout/platform/contract'

/** A person at this desk, over the product's own API, whatever happens to its database meanwhile. */
export interface PersonHere {
  /** Finalized. */
  bills(): Promise<Billed>
  paysHere(billed: Billed, amountMinor: number): Promise<void>
}

export interface Billed {
  invoiceId: string
  number: string
  clientId: string
  totalMinor: number
}

const TRIES = 40

/** Again until there is an answer: what is sent has a key, so that twice is once. */
async function until<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries === TRIES) throw error
      await new Promise((again) => setTimeout(again, 250))
    }
  }
}

export async function personAt(origin: string): Promise<PersonHere> {
  const api = await until(() => signedIn(origin))
  const [client] = (await api(listClients, { search: 'Cedar', limit: 1 })).items
  const [service] = (await api(listServices, { search: 'Managed', limit: 1 })).items
  if (client === undefined || service === undefined) throw new Error('the demo lacks who is billed for what')
  const { clientId } = client
  return {
    async bills() {
      const { serviceId, name } = service
      const line = { serviceId, description: name, quantity: '2', unitPriceMinor: 8_500, taxable: false }
      const drafted = once()
      const draft = { clientId, lines: [line] }
      const { invoiceId, totalMinor } = await until(() => api(createDraft, draft, drafted))
      const posted = once()
      const { finalized } = await until(() => api(finalizeInvoices, { invoiceIds: [invoiceId] }, posted))
      const number = finalized[0]?.number ?? ''
      return { invoiceId, number, clientId, totalMinor }
    },
    async paysHere({ invoiceId, clientId: payer }, amountMinor) {
      const idempotencyKey = crypto.randomUUID()
      const payment = { clientId: payer, paidOn: today(), currency: 'USD', amountMinor }
      const allocations = [{ invoiceId, amountMinor }]
      await until(() => api(recordPayment, { ...payment, method: 'cheque', allocations, idempotencyKey }))
    },
  }
}

/** A key for all tries of one thing. */
const once = () => ({ idempotencyKey: crypto.randomUUID() })

const today = () => new Date().toISOString().slice(0, 10)

async function signedIn(origin: string): Promise<ApiClient> {
  let cookie = ''
  let csrfToken: string | undefined
  const api = createClient({
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
