/** What a call is for, in words of the sync: the rows of the table of cells. */
export const CALL_KINDS = [
  'poll',
  'read',
  'look_up',
  'catalogue',
  'facts',
  'token',
  'create_customer',
  'export_invoice',
  'change_invoice',
  'void_invoice',
  'export_credit_memo',
  'record_payment',
  'apply_credit',
  'take_off',
  'void_payment',
  'other',
] as const
export type CallKind = (typeof CALL_KINDS)[number]

export interface SeenCall {
  realm: string | null
  kinds: readonly CallKind[]
  /** For the story: `batch of 3`, `poll`. */
  says: string
  writes: boolean
}

export function seenCall(address: string, method: string, body: string): SeenCall {
  const { pathname, searchParams } = new URL(address)
  const [, , , realm, path = ''] = pathname.split('/')
  if (!pathname.startsWith('/v3/company/')) {
    return {
      realm: null,
      kinds: [pathname.includes('/tokens/') ? 'token' : 'other'],
      says: pathname,
      writes: false,
    }
  }
  const kinds = kindsOf(path, method, searchParams, body)
  const one =
    kinds.length === 1 ? String(kinds[0]) : `batch of ${kinds.length}: ${[...new Set(kinds)].join(', ')}`
  return { realm: realm ?? null, kinds, says: `${one} (${realm})`, writes: method === 'POST' }
}

function kindsOf(path: string, method: string, query: URLSearchParams, body: string): CallKind[] {
  if (path === 'cdc') return ['poll']
  if (path === 'query') return [ofQuery(query.get('query') ?? '')]
  if (path.startsWith('companyinfo') || path.startsWith('preferences')) return ['facts']
  if (method !== 'POST') return ['read']
  const parsed = parse(body)
  if (path === 'batch') {
    const items = Array.isArray(parsed['BatchItemRequest']) ? (parsed['BatchItemRequest'] as Fields[]) : []
    return items.map((item) => {
      const kind = Object.keys(item).find((each) => /^[A-Z]/.test(each)) ?? ''
      const voids = String(item['optionsData']).includes('void')
      return ofWrite(kind, voids ? 'void' : String(item['operation']), item[kind] as Fields)
    })
  }
  const operation = query.get('include') === 'void' ? 'void' : query.get('operation')
  return [ofWrite(path, operation ?? (parsed['Id'] === undefined ? 'create' : 'update'), parsed)]
}

/** What there is to map to is read table by table; documents are looked up by number, or read by when they changed. */
function ofQuery(text: string): CallKind {
  if (/from (Preferences|CompanyInfo)/i.test(text)) return 'facts'
  if (/LastUpdatedTime/i.test(text)) return 'read'
  if (/from (Invoice|CreditMemo|Payment)/i.test(text)) return 'look_up'
  return 'catalogue'
}

type Fields = Record<string, unknown>

function ofWrite(kind: string, operation: string, body: Fields): CallKind {
  const ends = operation === 'void' || operation === 'delete'
  switch (kind.toLowerCase()) {
    case 'invoice':
      return ends ? 'void_invoice' : operation === 'create' ? 'export_invoice' : 'change_invoice'
    case 'creditmemo':
      return ends ? 'void_invoice' : 'export_credit_memo'
    case 'payment':
      // Money is voided, so that its trace stays; what only links a credit is deleted, or freed of our part of it.
      if (ends) return operation === 'delete' ? 'take_off' : 'void_payment'
      if (Number(body['TotalAmt'] ?? 0) !== 0) return 'record_payment'
      return operation === 'create' ? 'apply_credit' : 'take_off'
    case 'customer':
      return 'create_customer'
    default:
      return 'other'
  }
}

function parse(body: string): Fields {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {}
  } catch {
    return {}
  }
}
