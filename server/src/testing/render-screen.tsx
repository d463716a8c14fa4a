import { IDEMPOTENCY_KEY } from '@tieout/platform/contract'
import { SessionProvider, type WebSession } from '@tieout/platform/web'
import { renderUi, type RenderUiOptions } from '@tieout/ui/testing'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime.js'
import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime.js'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { AbstractIntlMessages } from 'use-intl'
import { vi } from 'vitest'
import { merged } from '../i18n/merged.ts'
import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { ScreenPlugins } from '../plugins/use-screen-plugins.ts'

/** One request a screen made, as the API would see it. */
export interface Asked {
  /** `POST /inbox/tasks/:taskId/claim`, as it stands in `answers`. */
  route: string
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
  /** Only with what is done once. */
  idempotencyKey: string | null
}

/** What the API answers, by `METHOD /path` below /api/v1. A function sees the request first. */
export type Answers = Record<string, unknown>

export interface ScreenOptions extends Omit<RenderUiOptions, 'messages'> {
  answers?: Answers
  /** `null` for a page that nobody needs to be signed in for. */
  session?: Partial<WebSession> | null
  /** Where the browser stands. */
  path?: string
  /** Modules plugged in, and their words. */
  plugins?: readonly ScreenPlugin[]
  pluginWords?: AbstractIntlMessages
}

/** Renders a screen with the real words, a signed-in administrator and a stub where HTTP begins. */
export function renderScreen(node: ReactNode, options: ScreenOptions = {}) {
  const { answers = {}, session, path = '/', plugins = [], pluginWords = {}, ...ui } = options
  window.history.replaceState(null, '', path)
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => answerTo(answers, asked, url, init))
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const result = renderUi(
    <Place>
      <QueryClientProvider client={client}>
        {session === null ? (
          node
        ) : (
          <SessionProvider value={{ ...administrator, ...session }}>
            <ScreenPlugins.Provider value={plugins}>{node}</ScreenPlugins.Provider>
          </SessionProvider>
        )}
      </QueryClientProvider>
    </Place>,
    { ...ui, messages: merged(allWords(ui.locale ?? 'en'), pluginWords) },
  )
  return {
    ...result,
    asked,
    /** The requests of one route, in the order they came. */
    askedFor: (route: string) => asked.filter((each) => each.route === route),
    place: () => window.location.pathname + window.location.search,
  }
}

/** For an answer: a problem document, as the API refuses. */
export function refusal(status: number, code: string, more: Record<string, unknown> = {}): Response {
  const body = {
    type: 'about:blank',
    title: 'Refused',
    status,
    code,
    detail: `The server said ${code}.`,
    ...more,
  }
  return Response.json(body, { status })
}

export const page = <T,>(items: T[], nextCursor: string | null = null) => ({ items, nextCursor })

async function answerTo(answers: Answers, asked: Asked[], url: string, init: RequestInit): Promise<Response> {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const path = pathname.replace(/^\/api\/v1/, '')
  for (const [route, answer] of Object.entries(answers)) {
    const [method, pattern = ''] = route.split(' ')
    const params = method === init.method ? matched(pattern, path) : null
    if (!params) continue
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {}
    const idempotencyKey = new Headers(init.headers).get(IDEMPOTENCY_KEY)
    const request: Asked = { route, params, query: searchParams, body, idempotencyKey }
    asked.push(request)
    const value: unknown = typeof answer === 'function' ? await answer(request) : answer
    if (value instanceof Response) return value.clone()
    return value === undefined ? new Response(null, { status: 204 }) : Response.json(value)
  }
  return refusal(501, 'not-stubbed', { detail: `This test has no answer for ${init.method} ${path}.` })
}

function matched(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[index] ?? '')
    else if (part !== given[index]) return null
  }
  return params
}

/** Next's router as far as screens see it, over the address bar of the test's own window. */
function Place({ children }: { children: ReactNode }) {
  const [href, setHref] = useState(window.location.pathname + window.location.search)
  useEffect(() => {
    const { pushState, replaceState } = window.history
    const follow = (go: typeof pushState) =>
      function go_(this: History, ...to: Parameters<typeof pushState>) {
        go.apply(window.history, to)
        setHref(window.location.pathname + window.location.search)
      }
    window.history.pushState = follow(pushState)
    window.history.replaceState = follow(replaceState)
    return () => void Object.assign(window.history, { pushState, replaceState })
  }, [])
  const router = useMemo(() => {
    const nothing = () => {}
    return {
      push: (to: string) => window.history.pushState(null, '', to),
      replace: (to: string) => window.history.replaceState(null, '', to),
      back: nothing,
      forward: nothing,
      refresh: nothing,
      prefetch: nothing,
      bfcacheId: 'test',
    }
  }, [])
  const [pathname = '/', search = ''] = href.split('?')
  return (
    <AppRouterContext.Provider value={router as never}>
      <PathnameContext.Provider value={pathname}>
        <SearchParamsContext.Provider value={new URLSearchParams(search)}>
          {children}
        </SearchParamsContext.Provider>
      </PathnameContext.Provider>
    </AppRouterContext.Provider>
  )
}

/** Every namespace there is, so that a test reads what people read. */
function allWords(locale: string) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
  const own = join(root, 'server/messages', locale)
  const words = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
  const messages = Object.fromEntries(
    readdirSync(own).map((file) => [file.replace('.json', ''), words(join(own, file))]),
  )
  const packages = join(root, 'packages')
  messages.ui = words(join(packages, 'ui/messages', `${locale}.json`))
  messages.billing = words(join(packages, 'billing/messages', `${locale}.json`))
  Object.assign(messages.inbox, words(join(packages, 'billing/messages/inbox', `${locale}.json`)))
  return messages
}

const RIGHTS: Record<string, string> = {
  client: 'read create update',
  billing_settings: 'read update',
  invoice: 'read create update finalize void',
  payment: 'read create reverse',
  credit: 'read create apply',
  inbox: 'read update create manage',
  job: 'read update',
  mail: 'read update',
  audit: 'read',
  user: 'read update',
  role: 'read update',
  settings: 'read update',
  report: 'read',
}

export const administrator: WebSession = {
  signedIn: true,
  audience: 'msp',
  who: {
    id: '00000000-0000-7000-8000-000000000001',
    displayName: 'Ana Ruiz',
    email: 'ana@northwind.example',
  },
  clientId: null,
  permissions: Object.entries(RIGHTS).flatMap(([resource, actions]) =>
    actions.split(' ').map((action) => `${resource}:${action}`),
  ),
  tenant: { id: 't', name: 'Northwind IT', slug: 'northwind', timeZone: 'America/New_York', locale: 'en' },
  locale: 'en',
  csrfToken: 'csrf',
  edition: 'community',
  features: [],
}
