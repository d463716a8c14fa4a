import { withoutComments } from './imports.ts'

/**
 * What is owed on a document is its total less credit less payments, worked out in one place and its twins in SQL. The
 * total never moves, so whoever reads it for what is owed is wrong from the first credit on, and looks right until then.
 */

/** Where the formula may stand: once in TypeScript, and in SQL where a view would keep an index from being read. */
export const TWINS: Record<string, string> = {
  'packages/billing/src/documents/balance.ts': 'the rule itself',
  'packages/billing/src/documents/status-sql.ts':
    'which documents are open, by the words of their partial index',
  'packages/billing/src/payments/reading.ts': 'open documents that a receipt could pay',
  'server/src/accounting/books.ts': 'the head of a document, as the sync is told it',
  'server/src/accounting/receipts-seen.ts': 'documents held while money from there is applied',
}

/** Differences of totals in which nothing is owed. */
export const NO_BALANCES: Record<string, string> = {
  'packages/accounting-sync/src/adapters/qbo/void.ts': 'what of a document over there is settled',
  'packages/accounting-sync/src/core/payment-shares.ts': 'what of a payment over there is applied',
  'packages/accounting-sync/src/react/documents/drift-footer.tsx': 'by how much the two sides differ',
  'packages/accounting-sync/src/plain/receipts-read.ts':
    'a plain host knows no credit: its total less what came in',
}

/** Everybody in the host who says, shows, sends or takes what is owed. A new one is written down here, once looked at. */
export const READERS: Record<string, string> = {
  'packages/billing/src/contract/credits.ts':
    'what is left owed once credit is applied, and before it is taken off',
  'packages/billing/src/contract/invoice-views.ts': 'lists and pages of documents',
  'packages/billing/src/contract/payments.ts': 'what a receipt could pay',
  'packages/billing/src/contract/receivables.ts': 'balances of a client, here and in the portal',
  'packages/billing/src/credits/apply-credit.ts': 'how much credit a document may take',
  'packages/billing/src/credits/apply-many.ts': 'how much credit documents may take',
  'packages/billing/src/credits/reading.ts': 'what is owed on documents that a credit paid',
  'packages/billing/src/documents/balance.ts': 'the rule itself, and the status that follows from it',
  'packages/billing/src/documents/listing.ts': 'the list and its file',
  'packages/billing/src/documents/rows.ts': 'one document',
  'packages/billing/src/documents/status-sql.ts': 'the list narrowed by status',
  'packages/billing/src/documents/void.ts': 'what is owed no more',
  'packages/billing/src/exports/columns.ts': 'files',
  'packages/billing/src/index.ts': 'the door',
  'packages/billing/src/papers/invoice-paper.ts': 'the paper of a document',
  'packages/billing/src/papers/read-papers.ts': 'what papers and letters are drawn from',
  'packages/billing/src/papers/send.ts': 'the letter that asks for it',
  'packages/billing/src/payments/allocations.ts': 'how much money a document may take',
  'packages/billing/src/payments/plan-receipts.ts': 'how much of a receipt a document may take',
  'packages/billing/src/payments/propose-split.ts': 'what a receipt would pay',
  'packages/billing/src/payments/reading.ts': 'documents that a receipt could pay',
  'packages/billing/src/receivables/balance.ts': 'balances of a client',
  'packages/billing/src/receivables/portal.ts': 'the portal',
  'packages/billing/src/screens/credits/apply-credit.tsx': 'credit, before and after',
  'packages/billing/src/screens/credits/credit-allocations.tsx': 'credit taken off, before and after',
  'packages/billing/src/screens/invoices/apply-credit-dialog.tsx': 'credit, before and after',
  'packages/billing/src/screens/invoices/credit-note-dialog.tsx': 'a credit note, before and after',
  'packages/billing/src/screens/invoices/end-dialogs.tsx': 'what a void takes away',
  'packages/billing/src/screens/invoices/invoice-columns.tsx': 'the list',
  'packages/billing/src/screens/invoices/invoice-screen.tsx': 'the page of a document',
  'packages/billing/src/screens/invoices/invoice-settlement.tsx': 'how it was paid, and credit taken off it',
  'packages/billing/src/screens/invoices/void-dialog.tsx': 'what a void takes away',
  'packages/billing/src/screens/payments/split-table.tsx': 'what a receipt pays',
  'packages/billing/src/screens/payments/split.ts': 'what a receipt pays',
  'packages/billing/src/screens/payments/use-payment-start.ts': 'the amount that taking money begins with',
  'packages/billing/src/screens/portal/portal-invoices-screen.tsx': 'the list in the portal',
  'packages/billing/src/screens/portal/portal-paper.tsx': 'the paper in the portal',
  'packages/billing/src/screens/receivables/client-balance-card.tsx': 'the page of a client',
  'server/src/accounting/books.ts': 'the head of a document, as the sync is told it',
  'server/src/accounting/receipts-seen.ts': 'documents held while money from there is applied',
}

/** Everybody in the host who reads the total, and for what. It is never what is owed. */
export const TOTALS: Record<string, string> = {
  'packages/billing/src/contract/invoice-views.ts': 'the document',
  'packages/billing/src/contract/payments.ts': 'the document, beside what is owed',
  'packages/billing/src/contract/receivables.ts': 'the document in the portal; sums of ageing',
  'packages/billing/src/credits/issue-credit.ts': 'the pool that a credit note or a paid prepayment gives',
  'packages/billing/src/documents/amounts.ts': 'pricing a draft',
  'packages/billing/src/documents/balance.ts': 'the rule itself',
  'packages/billing/src/documents/draft-store.ts': 'writing a draft',
  'packages/billing/src/documents/drafts.ts': 'the audit of a draft',
  'packages/billing/src/documents/finalize.ts': 'what a document comes to when nothing stands on it yet',
  'packages/billing/src/documents/listing.ts': 'sorting by it',
  'packages/billing/src/documents/own-checks.ts': 'a document over nothing',
  'packages/billing/src/documents/reopen.ts': 'the audit of one on which nothing stands',
  'packages/billing/src/documents/rows.ts': 'the document',
  'packages/billing/src/documents/status-sql.ts': 'the twin of the rule',
  'packages/billing/src/documents/void.ts':
    'the trail: the document, and what it gave back, beside each other',
  'packages/billing/src/exports/columns.ts': 'the document in files',
  'packages/billing/src/money/totals.ts': 'adding up lines',
  'packages/billing/src/papers/invoice-paper.ts': 'the paper, above what is owed',
  'packages/billing/src/papers/send.ts': 'the letter, beside what is owed',
  'packages/billing/src/payments/propose-split.ts': 'the document, beside what is owed',
  'packages/billing/src/payments/reading.ts': 'the document, and the twin of the rule',
  'packages/billing/src/receivables/ageing.ts': 'sums of ageing, which come from the trail',
  'packages/billing/src/screens/invoices/finalize-dialog.tsx': 'what will be owed once it is finalized',
  'packages/billing/src/screens/invoices/invoice-columns.tsx': 'the document, beside what is owed',
  'packages/billing/src/screens/invoices/invoice-lines.tsx': 'below the lines',
  'packages/billing/src/screens/invoices/invoice-screen.tsx': 'the document, beside what is owed',
  'packages/billing/src/screens/invoices/invoice-settlement.tsx': 'credit notes made from it',
  'packages/billing/src/screens/portal/portal-invoices-screen.tsx': 'the document, beside what is owed',
  'packages/billing/src/screens/portal/portal-paper.tsx': 'the document, above what is owed',
  'packages/billing/src/screens/receivables/buckets.ts': 'sums of ageing',
  'server/src/accounting/announced.ts': 'the document that goes out',
  'server/src/accounting/books.ts': 'the document that goes out, and the twin of the rule',
  'server/src/accounting/export-columns.ts': 'the document in files',
  'server/src/accounting/receipts-seen.ts': 'the twin of the rule',
}

const isHost = (path: string) => /^(packages\/billing\/src|server\/src|ee\/src)\//.test(path)
const isWatched = (path: string) => /^(packages\/(billing|accounting-sync)|server|ee|docs)\//.test(path)

const READS_DUE = /balanceDueMinor|balance_due_minor|computeBalanceDue|invoice_balances|invoiceBalanceMinor/
const READS_TOTAL = /\btotalMinor\b|\btotal_minor\b/

/** What people and programs call it when something is to be paid. */
const DUE = '(?:balance|owed|owes|owing|due|toPay|payable|charge|open|outstanding|receivable)'
const TOTAL = '(?:[\\w]+[.?!]+)*total(?:Minor|_minor)\\b'

const TAKES_TOTAL_FOR_DUE: [RegExp, string][] = [
  [
    new RegExp(`\\b\\w*${DUE}\\w*\\s*[:=]\\s*['"\`]?${TOTAL}(?!['"\`]?\\s*-)`, 'gi'),
    'names the total as what is owed',
  ],
  [new RegExp(`${TOTAL}\\s+as\\s+"?\\w*${DUE}`, 'gi'), 'selects the total as what is owed'],
  [
    /\bsum\(\s*(?:\w+\.)?(?:total_minor|totalMinor)\s*\)/gi,
    'adds up totals, which is what was billed and not what is owed',
  ],
  [
    new RegExp(
      `(?:\\bt\\(\\s*'(?:\\w+\\.)*\\w*${DUE}\\w*'|HEADINGS\\.\\w*${DUE}\\w*)(?:(?!\\bt\\(|HEADINGS\\.)[\\s\\S]){0,240}?${TOTAL}`,
      'gi',
    ),
    'shows the total under the words for what is owed',
  ],
  [
    new RegExp(
      `(?:charge|capture|paymentIntents?|checkout)\\w*(?:\\.\\w+)*\\(\\s*\\{?[^;]{0,200}?${TOTAL}`,
      'gi',
    ),
    'charges the total',
  ],
]

/** Where the words are right as they are, and why. */
const LOOKED_AT: Record<string, { words: RegExp; because: string }> = {
  'packages/billing/src/screens/invoices/finalize-dialog.tsx': {
    words: /^t\('owes'/,
    because: 'before a document is finalized nothing can stand on it',
  },
  'packages/billing/src/documents/finalize.ts': {
    words: /^receivableMinor: draft\.totalMinor$/,
    because: 'the trail begins with all of it, and credit and money follow in rows of their own',
  },
  'packages/accounting-sync/src/engine/inbound/documents.ts': {
    words: /^balanceMinor: meant\.totalMinor$/,
    because: 'as it was written over there, before anybody looked again',
  },
}

/** What is wrong with how this file reads what is owed, in sentences. */
export function wrongReadersIn(path: string, text: string): string[] {
  if (!isWatched(path)) return []
  const code = withoutComments(text)
  const wrong: string[] = []
  for (const [, minuend, one, other] of code.matchAll(
    /((?:\w+[.?!]+)*total(?:Minor|_minor))\b\s*-\s*([\w.(]+)(?:\s*-\s*([\w.]+))?/gi,
  )) {
    const taken = `${one ?? ''} ${other ?? ''}`
    const isWhole = /credit_?applied/i.test(taken) && /paid/i.test(taken)
    if (isWhole && !(path in TWINS)) wrong.push(`${path}: works out what is owed by itself: ${minuend} - …`)
    if (!isWhole && !(path in NO_BALANCES)) wrong.push(`${path}: takes only ${taken.trim()} off ${minuend}`)
  }
  for (const [pattern, sentence] of TAKES_TOTAL_FOR_DUE) {
    for (const [found] of code.matchAll(pattern)) {
      const words = found.replaceAll(/\s+/g, ' ')
      if (!LOOKED_AT[path]?.words.test(words)) wrong.push(`${path}: ${sentence}: ${words.slice(0, 90)}`)
    }
  }
  if (isHost(path) && READS_TOTAL.test(code) && !(path in TOTALS))
    wrong.push(`${path}: reads the total of documents, and nobody has written down for what`)
  if (isHost(path) && READS_DUE.test(code) && !(path in READERS))
    wrong.push(`${path}: reads what is owed, and nobody has written it down`)
  return wrong
}

/** Written down, and reading it no more. */
export function goneFrom(files: ReadonlyMap<string, string>): string[] {
  const reads = (path: string, what: RegExp) => what.test(withoutComments(files.get(path) ?? ''))
  const formula = /credit_?applied\w*\s*-\s*(?:\w+\.)?paid/i
  return [
    ...Object.keys(READERS).filter(
      (path) => path !== 'packages/billing/src/documents/status-sql.ts' && !reads(path, /balance|owed/i),
    ),
    ...Object.keys(TOTALS).filter((path) => !reads(path, READS_TOTAL)),
    ...Object.keys(TWINS).filter((path) => !reads(path, formula)),
  ]
}
