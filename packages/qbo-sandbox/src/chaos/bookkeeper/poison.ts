import { create } from '../../company/operations.ts'
import { begin } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'
import { hex } from '../../ports.ts'
import { oneOf } from '../dice.ts'
import { callOn, edit } from '../others-hand.ts'
import { type Act, type Desk, isActive, some } from './desk.ts'
import { forCustomer, saleLine } from './papers.ts'

const ODD = '<b onmouseover=alert(1)>&amp; "O\'Brien" \\ 漢字 \u202Eright to left\u202C 🏴‍☠️'

/** Things that are odd and yet true: the books balance with them as with any other. */
const VARIANTS: readonly Act[] = [
  (desk) => {
    const customer = create(callOn(desk, 'Customer', { DisplayName: `${ODD} ${hex(desk.random, 8)}` }))
    return `named customer ${customer.Id} as no one should`
  },
  (desk) => {
    const customer = some(desk, 'Customer', isActive)
    if (customer === undefined) return undefined
    edit(desk, 'Customer', customer, { Notes: 'ü'.repeat(2000) })
    return `wrote as much as there is room for on customer ${customer.Id}`
  },
  (desk) => {
    const paper = some(desk, 'Invoice')
    if (paper === undefined) return undefined
    edit(desk, 'Invoice', paper, { PrivateNote: `${ODD}\n\t${'x'.repeat(3800)}` })
    return `wrote a note without end on invoice ${paper.Id}`
  },
  (desk) => invoice(desk, 'with lines of zero', [0, 0], {}),
  (desk) => invoice(desk, 'with a line below zero', [50, -20], { DocNumber: "'; DROP TABLE--" }),
  (desk) => invoice(desk, 'at a price of many places', [100], {}, { UnitPrice: 33.33333, Qty: 3 }),
  (desk) => {
    const paper = some(desk, 'Payment') ?? some(desk, 'JournalEntry')
    if (paper === undefined) return undefined
    const kind = desk.company.tables.Payment.rows.get(paper.Id) === paper ? 'Payment' : 'JournalEntry'
    // Old programs left such characters behind; the API would not take them today.
    const tx = begin(desk.company, desk.now)
    tx.put(kind, { ...paper, PrivateNote: `nul \u0000 bell \u0007 half \uD83D` }, 'edited')
    tx.commit()
    return `left characters on ${kind} ${paper.Id} that are none`
  },
]

export const poison: Act = (desk) => oneOf(desk.random, VARIANTS)(desk)

function invoice(
  desk: Desk,
  how: string,
  amounts: readonly number[],
  more: JsonObject,
  detail: JsonObject = {},
): string | undefined {
  const customer = some(desk, 'Customer', isActive)
  const lines = amounts.map((each) => saleLine(desk, each, detail)).filter((each) => each !== undefined)
  if (customer === undefined || lines.length === 0) return undefined
  const described = { DetailType: 'DescriptionOnly', Description: ODD }
  const made = create(
    callOn(desk, 'Invoice', { ...forCustomer(customer), Line: [...lines, described], ...more }),
  )
  return `keyed invoice ${made.Id} ${how}`
}
