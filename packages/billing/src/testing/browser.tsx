import { IDEMPOTENCY_KEY } from '@tieout/platform/contract'
import { SessionProvider, type WebSession } from '@tieout/platform/web'
import { renderUi } from '@tieout/ui/testing'
import { within } from '@testing-library/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import billing from '../../messages/en.json' with { type: 'json' }
import type { ClientView } from '../contract/index.ts'

/** A request as it left the screen. */
export interface Sent {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
  /** Only with what is done once. */
  idempotencyKey: string | null
}

export interface Answer {
  status?: number
  body: unknown
}

/** Stands where the network begins: everything before it, the typed client included, is real. */
export function answerRequests(answer: (sent: Sent) => Answer | Promise<Answer>): Sent[] {
  const all: Sent[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const url = new URL(address, 'http://screen')
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {}
    const sent = {
      method: init.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      body,
      idempotencyKey: new Headers(init.headers).get(IDEMPOTENCY_KEY),
    }
    all.push(sent)
    const { status = 200, body: answered } = await answer(sent)
    return new Response(status === 204 ? null : JSON.stringify(answered), { status })
  })
  return all
}

export const problem = (status: number, code: string, more: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail: `The server says ${code}.`, ...more },
})

const everything = ['client:read', 'client:create', 'client:update']

/** English words in any case; the locale says how numbers and dates are written. */
export function renderScreen(screen: ReactNode, permissions: string[] = everything, locale?: string) {
  const session: WebSession = {
    signedIn: true,
    audience: 'msp',
    who: { id: 'u', displayName: 'Erin Example', email: 'erin@alder.example' },
    clientId: null,
    permissions,
    tenant: { id: 't', name: 'Alder', slug: 'alder', timeZone: 'UTC', locale: 'en' },
    locale: 'en',
    csrfToken: 'token',
    edition: 'community',
    features: [],
  }
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return renderUi(
    <QueryClientProvider client={cache}>
      <SessionProvider value={session}>{screen}</SessionProvider>
    </QueryClientProvider>,
    { locale, messages: { billing, problems: { unreachable: 'There is no connection.' } } },
  )
}

export function aClient(changes: Partial<ClientView> = {}): ClientView {
  return {
    clientId: '00000000-0000-4000-8000-000000000001',
    displayName: 'Aspen Dental',
    legalName: null,
    email: 'office@aspen.example',
    phone: null,
    currency: 'USD',
    termsId: null,
    termsName: 'Net 30',
    taxRegionId: null,
    taxRegionName: null,
    taxExempt: false,
    addressLine1: null,
    addressLine2: null,
    city: 'Denver',
    region: null,
    postalCode: null,
    country: 'US',
    notes: null,
    status: 'active',
    createdAt: '2026-03-01T10:00:00.000Z',
    updatedAt: '2026-03-14T12:00:00.000Z',
    updatedBy: 'Noor Later',
    version: 3,
    ...changes,
  }
}

/** What stands in the row of a table that this heads. */
export const cellsOf = (header: HTMLElement): (string | null)[] =>
  within(header.closest('tr') as HTMLElement)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
