import type { Company } from '../company/state.ts'
import type { Door, Sandbox } from '../sandbox.ts'
import type { WireRequest, WireResponse } from '../wire/messages.ts'
import { asset } from './assets.ts'
import { customerPages } from './customers.ts'
import { depositPages } from './deposits.ts'
import { faultPages } from './faults.ts'
import { strangerIn } from './guard.ts'
import { html } from './html.ts'
import { itemPages } from './items.ts'
import { bare, framed } from './page.ts'
import { paperPages } from './papers.ts'
import { paymentPages } from './payments.ts'
import { overview, receivablesPage, trialBalancePage } from './reports.ts'
import { requestPages } from './requests.ts'
import { salesPages } from './sales.ts'
import { settingsPage } from './settings.ts'
import type { Outcome, Visit } from './visit.ts'
import { doneInWords } from './words.ts'

/**
 * A few pages on which a person plays the bookkeeper of the companies in this sandbox. They change the books
 * by the operations of the API and read them as the API does, so no rule is gone past.
 */
export function createDesk(sandbox: Sandbox): Door {
  return (request) => {
    const [path = '', search = ''] = request.target.split('?')
    if (path !== '/desk' && !path.startsWith('/desk/')) return undefined
    const stranger = strangerIn(request, sandbox.oauth.origin)
    if (stranger !== undefined) return page(403, bare('Not from here', html`<p role="alert">${stranger}</p>`))
    const [first, ...rest] = path
      .split('/')
      .slice(2)
      .filter((each) => each !== '')
      .map(decoded)
    if (first === undefined) return doorway(sandbox, new URLSearchParams(search))
    const file = asset(first)
    if (file !== undefined) return file
    const company = sandbox.companies().find((each) => each.realmId === first)
    if (company === undefined) return nowhere()
    return inCompany(sandbox, company, rest, request)
  }
}

/** Which company? Nobody is asked where there is one only. */
function doorway(sandbox: Sandbox, query: URLSearchParams): WireResponse {
  const companies = sandbox.companies()
  const [only] = companies
  if (companies.length === 1 && only !== undefined && !query.has('all'))
    return redirect(`/desk/${only.realmId}`)
  const entries = companies.map(
    ({ realmId, name, country, homeCurrency }) =>
      html`<li>
        <a href="/desk/${realmId}">${name} <small>${country}, ${homeCurrency} · company ${realmId}</small></a>
      </li>`,
  )
  const body =
    entries.length === 0
      ? html`<p class="empty">This sandbox has no company yet. Start it with --company "Name".</p>`
      : html`<ul class="companies">
          ${entries}
        </ul>`
  return page(200, bare('Whose books?', body))
}

const ROUTES: Readonly<Record<string, (visit: Visit) => Outcome>> = {
  '': overview,
  customers: customerPages,
  items: itemPages,
  invoices: salesPages,
  'credit-memos': salesPages,
  payments: paymentPages,
  deposits: depositPages,
  'other-papers': paperPages,
  receivables: receivablesPage,
  'trial-balance': trialBalancePage,
  settings: settingsPage,
  requests: requestPages,
  faults: faultPages,
}

function inCompany(
  sandbox: Sandbox,
  company: Company,
  path: readonly string[],
  { method, target, body }: WireRequest,
): WireResponse {
  const query = new URLSearchParams(target.split('?')[1] ?? '')
  const form = method === 'POST' ? new URLSearchParams(body) : undefined
  const visit: Visit = {
    sandbox,
    company,
    path,
    query,
    form,
    now: sandbox.clock.now() + sandbox.knobs.clock.skewMilliseconds,
  }
  const name = path[0] ?? ''
  const outcome = Object.hasOwn(ROUTES, name) ? ROUTES[name]?.(visit) : undefined
  if (outcome === undefined) return nowhere()
  if ('response' in outcome) return outcome.response
  if ('goTo' in outcome) return redirect(outcome.goTo)
  return page(outcome.status ?? 200, framed(company, outcome, doneInWords(query.get('done'))))
}

const nowhere = () =>
  page(
    404,
    bare(
      'There is nothing here',
      html`<p>What was here may have been deleted or merged. <a href="/desk">Back to the desk</a></p>`,
    ),
  )

/** After a form the browser asks for the page that follows, so that reloading sends nothing twice. */
const redirect = (location: string): WireResponse => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store' },
  body: '',
})

const page = (status: number, body: string): WireResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  },
  body,
})

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
