/** Where one QuickBooks is: addresses come from here and from nowhere else, least of all from data. */
export interface Environment {
  api: string
  authorize: string
  token: string
  revoke: string
  /** The page on which a person sees an object. */
  page(realm: string, kind: string, externalId: string): string | null
}

export type Environments = ReadonlyMap<string, Environment>

/** Both of Intuit's, and the sandbox of our own wherever the configuration says that it runs. */
export function environmentsFrom(configuration: { sandboxUrl: string | null }): Environments {
  const all = new Map([
    ['intuit_sandbox', intuit('https://sandbox-quickbooks.api.intuit.com', 'https://sandbox.qbo.intuit.com')],
    ['production', intuit('https://quickbooks.api.intuit.com', 'https://qbo.intuit.com')],
  ])
  if (configuration.sandboxUrl !== null) all.set('sandbox', sandbox(new URL(configuration.sandboxUrl).origin))
  return all
}

/** What is not in the list is not asked: an unknown name is a defect or worse. */
export function environmentNamed(all: Environments, name: string): Environment {
  const found = all.get(name)
  if (found === undefined) throw new Error(`There is no QuickBooks environment ${JSON.stringify(name)}.`)
  return found
}

/** Consent is given in one place, whichever of Intuit's two it is for. */
const intuit = (api: string, app: string): Environment => ({
  api,
  authorize: 'https://appcenter.intuit.com/connect/oauth2',
  token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revoke: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
  page(realm, kind, externalId) {
    const page = INTUIT_PAGES.get(kind)
    if (page === undefined) return null
    // People may be signed in to another company: the link asks for the right one.
    const request = `${page}${encodeURIComponent(externalId)}`
    return `${app}/app/login?deeplinkcompanyid=${encodeURIComponent(realm)}&pagereq=${encodeURIComponent(request)}`
  },
})

const INTUIT_PAGES: ReadonlyMap<string, string> = new Map([
  ['invoice', 'invoice?txnId='],
  ['credit_memo', 'creditmemo?txnId='],
  ['payment', 'recvpayment?txnId='],
  ['customer', 'customerdetail?nameId='],
  // The company itself, which has no id below its own.
  ['company', 'homepage'],
])

const sandbox = (origin: string): Environment => ({
  api: origin,
  authorize: `${origin}/connect/oauth2`,
  token: `${origin}/oauth2/v1/tokens/bearer`,
  revoke: `${origin}/v2/oauth2/tokens/revoke`,
  page(realm, kind, externalId) {
    if (kind === 'company') return `${origin}/desk/${encodeURIComponent(realm)}`
    const page = SANDBOX_PAGES.get(kind)
    return page === undefined
      ? null
      : `${origin}/desk/${[realm, page, externalId].map(encodeURIComponent).join('/')}`
  },
})

const SANDBOX_PAGES: ReadonlyMap<string, string> = new Map([
  ['invoice', 'invoices'],
  ['credit_memo', 'credit-memos'],
  ['payment', 'payments'],
  ['customer', 'customers'],
])
