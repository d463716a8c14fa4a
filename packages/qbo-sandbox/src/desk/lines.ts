import type { Entity, KindName } from '../company/state.ts'
import type { JsonObject } from '../json.ts'
import { linesOf, linksOf, nameOf, refOf, textOf } from './books.ts'
import { sharesOf } from './consequences.ts'
import { type Html, type Piece, html } from './html.ts'
import { centsOf, money } from './money.ts'
import { link, table } from './page.ts'
import { paperAddress, paperLink, paperName } from './paper-kinds.ts'
import type { Visit } from './visit.ts'

/** What stands on a paper, in the columns that suit its kind. */
export function linesTable(visit: Visit, kind: KindName, paper: Entity): Html {
  if (kind === 'Payment') return paid(visit, paper)
  if (kind === 'Deposit') return deposited(visit, paper)
  if (['Invoice', 'CreditMemo', 'RefundReceipt', 'SalesReceipt'].includes(kind)) return sold(visit, paper)
  return plain(visit, paper)
}

function sold(visit: Visit, paper: Entity): Html {
  const { company } = visit
  const rows = linesOf(paper).map((line): Piece[] => {
    const detail = (line['SalesItemLineDetail'] ?? {}) as JsonObject
    const item = company.tables.Item.rows.get(refOf(detail, 'ItemRef'))
    return [
      LABELS[textOf(line, 'DetailType')] ?? nameOf(item),
      textOf(line, 'Description'),
      textOf(detail, 'Qty'),
      textOf(detail, 'UnitPrice'),
      refOf(detail, 'TaxCodeRef'),
      typeof line['Amount'] === 'number' ? signed(line) : '',
    ]
  })
  const tax = (paper['TxnTaxDetail'] ?? {}) as JsonObject
  return html`<h2>Lines</h2>
    ${table(
      'Lines',
      [
        { says: 'Item' },
        { says: 'Description' },
        { says: 'Quantity', amounts: true },
        { says: 'Price', amounts: true },
        { says: 'Tax' },
        { says: 'Amount', amounts: true },
      ],
      rows,
      'It has no lines.',
    )}
    <p class="sums">
      <span>Tax ${money(centsOf(tax['TotalTax']))}</span><b>Total ${money(centsOf(paper['TotalAmt']))}</b>
    </p>
    ${links(visit, paper)}`
}

const LABELS: Readonly<Record<string, string>> = {
  SubTotalLineDetail: 'Subtotal',
  DiscountLineDetail: 'Discount',
  DescriptionOnly: '',
}

const signed = (line: JsonObject): string =>
  money(line['DetailType'] === 'DiscountLineDetail' ? -centsOf(line['Amount']) : centsOf(line['Amount']))

function links(visit: Visit, paper: Entity): Piece {
  const covering = linksOf(paper).flatMap(({ type, id }) => {
    const payment = type === 'Payment' ? visit.company.tables.Payment.rows.get(id) : undefined
    return payment === undefined ? [] : [payment]
  })
  if (covering.length === 0) return undefined
  return html`<h2>Covered by</h2>
    ${table(
      'Covered by',
      [{ says: 'Date' }, { says: 'Payment' }, { says: 'Amount', amounts: true }],
      covering.map((payment) => [
        textOf(payment, 'TxnDate'),
        paperLink(visit, 'Payment', payment),
        money(sharesOf(visit.company, payment).find((each) => each.paper === paper)?.cents ?? 0),
      ]),
      '',
    )}`
}

function paid(visit: Visit, payment: Entity): Html {
  const deposit = linksOf(payment).find((each) => each.type === 'Deposit')
  const account = visit.company.tables.Account.rows.get(refOf(payment, 'DepositToAccountRef'))
  const where =
    deposit === undefined
      ? html`The money is in ${nameOf(account)}.`
      : html`The money went to the bank with
        ${link(paperAddress(visit, 'Deposit', deposit.id), `deposit #${deposit.id}`)}.`
  return html`${centsOf(payment['TotalAmt']) > 0 && html`<p>${where}</p>`}
    <h2>Applied to</h2>
    ${table(
      'Applied to',
      [{ says: 'Paper' }, { says: 'Amount', amounts: true }],
      sharesOf(visit.company, payment).map(({ kind, paper, name, cents }) => [
        paper === undefined ? name : paperLink(visit, kind, paper),
        money(kind === 'CreditMemo' ? -cents : cents),
      ]),
      'It is applied to nothing.',
    )}`
}

function deposited(visit: Visit, deposit: Entity): Html {
  const bank = visit.company.tables.Account.rows.get(refOf(deposit, 'DepositToAccountRef'))
  return html`<p>To ${nameOf(bank)}.</p>
    <h2>Lines</h2>
    ${table(
      'Lines',
      [{ says: 'From' }, { says: 'Description' }, { says: 'Amount', amounts: true }],
      linesOf(deposit).map((line) => {
        const [from] = linksOf(line)
        const payment = from === undefined ? undefined : visit.company.tables.Payment.rows.get(from.id)
        const account = refOf(line['DepositLineDetail'] as JsonObject | undefined, 'AccountRef')
        return [
          payment === undefined
            ? nameOf(visit.company.tables.Account.rows.get(account))
            : link(paperAddress(visit, 'Payment', payment.Id), paperName('Payment', payment)),
          textOf(line, 'Description'),
          money(centsOf(line['Amount'])),
        ]
      }),
      'It has no lines.',
    )}`
}

/** Papers the desk does not write: the account each line names, and on which side. */
function plain(visit: Visit, paper: Entity): Html {
  return html`<h2>Lines</h2>
    ${table(
      'Lines',
      [{ says: 'Account' }, { says: 'Description' }, { says: 'Side' }, { says: 'Amount', amounts: true }],
      linesOf(paper).map((line) => {
        const detail = (line[textOf(line, 'DetailType')] ?? {}) as JsonObject
        const account = visit.company.tables.Account.rows.get(refOf(detail, 'AccountRef'))
        const item = visit.company.tables.Item.rows.get(refOf(detail, 'ItemRef'))
        return [
          nameOf(account ?? item),
          textOf(line, 'Description'),
          textOf(detail, 'PostingType'),
          money(centsOf(line['Amount'])),
        ]
      }),
      'It has no lines.',
    )}`
}
