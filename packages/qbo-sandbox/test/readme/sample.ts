import { createSandbox, standingClock, trialBalance } from '../../src/index.ts'

// A company, a clock that stands still until it is moved, and the same chance every time.
const clock = standingClock(Date.parse('2026-03-10T17:00:00Z'))
const sandbox = createSandbox({
  seed: 7,
  clock,
  throttle: 'off',
  companies: [{ realmId: '9130', name: 'Harbor Books' }],
})

// Your client takes a fetch; hand it this one. Any host will do, nothing leaves the process.
const { fetch } = sandbox
const host = 'https://sandbox-quickbooks.api.intuit.com'

const opened = await fetch(`${host}/_sandbox/tokens`, { method: 'POST', body: '{"realmId":"9130"}' })
const { access_token } = await opened.json()
const headers = {
  authorization: `Bearer ${access_token}`,
  accept: 'application/json',
  'content-type': 'application/json',
}
const createInvoice = (requestId: string) =>
  fetch(`${host}/v3/company/9130/invoice?requestid=${requestId}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      CustomerRef: { value: '1' },
      Line: [
        {
          Amount: 250,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '2' }, UnitPrice: 125, Qty: 2 },
        },
      ],
    }),
  })

// The work is done, and the answer never arrives.
sandbox.chaos.arm({ fault: 'lost-after', match: { what: 'create Invoice' } })
const lost = await createInvoice('op-1').catch((error: Error) => error.message)

// So the client asks again under the same id, a minute later, and hears what was done the first time.
clock.advance(60_000)
const answered = await createInvoice('op-1')
const { Invoice: invoice } = await answered.json()

// The books tell whether it was done once.
const books = sandbox.company('9130')
export const outcome = {
  lost,
  total: invoice.TotalAmt,
  invoices: books.tables.Invoice.rows.size,
  owed: books.ledger.customers.get('1'),
  trialBalance: trialBalance(books.ledger),
}
