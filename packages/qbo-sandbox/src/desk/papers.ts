import type { Company, Entity, KindName } from '../company/state.ts'
import { remove, voidIt } from '../company/operations.ts'
import { toJson } from '../json.ts'
import { kindOf } from '../kinds/all.ts'
import { isVoided } from '../kinds/sales/voided.ts'
import { serviceDate } from '../time.ts'
import { customerName, latestFirst, linksOf, nameOf, rows, textOf } from './books.ts'
import { consequences } from './consequences.ts'
import { form, hidden, submit } from './controls.ts'
import { type Html, type Piece, html } from './html.ts'
import { centsOf, money } from './money.ts'
import { facts, link, refusal, table } from './page.ts'
import { SHOWN, paperAddress, paperKind, paperLink, paperName } from './paper-kinds.ts'
import { readable } from './readable.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'
import { linesTable } from './lines.ts'

const OTHERS = SHOWN.filter((each) => each.path === 'other-papers').map((each) => each.kind)

/** `/other-papers`: what the desk shows but does not write. They can still be voided and deleted. */
export function paperPages(visit: Visit): Outcome {
  const [, id] = visit.path
  if (id === undefined) {
    const empty = 'No refund receipts, journal entries, purchases or bills yet. They come in through the API.'
    return { title: 'Other papers', menu: 'other-papers', body: paperList(visit, OTHERS, empty) }
  }
  const kind = OTHERS.find((each) => visit.company.tables[each].rows.has(id))
  return kind === undefined ? undefined : onePaper(visit, kind, id)
}

/** A paper, or the question before it is voided or deleted. */
export function onePaper(visit: Visit, kind: KindName, id: string, tools: readonly Piece[] = []): Outcome {
  const paper = visit.company.tables[kind].rows.get(id)
  if (paper === undefined) return undefined
  const [, , action] = visit.path
  if (action === 'void' || action === 'delete') return ending(visit, kind, paper, action)
  return action === undefined ? paperPage(visit, kind, paper, tools) : undefined
}

export function paperList(visit: Visit, kinds: readonly KindName[], empty: string): Html {
  const { company } = visit
  const all = kinds.flatMap((kind) => rows(company, kind).map((paper) => ({ kind, paper })))
  const kindOfPaper = new Map(all.map(({ kind, paper }) => [paper, kind]))
  const ordered = latestFirst(all.map(({ paper }) => paper))
  const shown = ordered.slice(0, MOST)
  return html`${table(
    kinds.length === 1 ? `${paperKind(kinds[0] ?? '')?.one ?? ''}s` : 'Other papers',
    [
      { says: 'Date' },
      { says: 'Paper' },
      { says: 'Customer' },
      { says: 'Standing' },
      { says: 'Amount', amounts: true },
      { says: kinds[0] === 'Payment' ? 'Unapplied' : 'Open', amounts: true },
    ],
    shown.map((paper) => {
      const kind = kindOfPaper.get(paper) ?? 'Invoice'
      return [
        textOf(paper, 'TxnDate'),
        paperLink(visit, kind, paper),
        customerName(company, paper),
        standing(kind, paper, serviceDate(visit.now)),
        money(centsOf(paper['TotalAmt'])),
        openOn(kind, paper),
      ]
    }),
    empty,
  )}${ordered.length > MOST && html`<p class="note">The latest ${MOST} of ${ordered.length}. Older ones are found with their customer.</p>`}`
}

const MOST = 500

const openOn = (kind: KindName, paper: Entity): string => {
  const open = paper[kind === 'Payment' ? 'UnappliedAmt' : 'Balance']
  return typeof open === 'number' ? money(centsOf(open)) : ''
}

/** In a word: where a paper stands. */
export function standing(kind: KindName, paper: Entity, today: string): Piece {
  if (isVoided(paper)) return html`<span class="mark">Voided</span>`
  if (kind === 'Payment') {
    if (linksOf(paper).some((each) => each.type === 'Deposit')) return 'Deposited'
    return centsOf(paper['UnappliedAmt']) > 0 ? html`<span class="mark">Unapplied rest</span>` : 'Applied'
  }
  if (kind !== 'Invoice' && kind !== 'CreditMemo') return ''
  const open = centsOf(paper['Balance'])
  if (open === 0) return kind === 'Invoice' ? 'Paid' : 'Used'
  if (kind === 'Invoice' && textOf(paper, 'DueDate') < today)
    return html`<span class="mark late">Overdue</span>`
  if (open < centsOf(paper['TotalAmt'])) return kind === 'Invoice' ? 'Paid in part' : 'Used in part'
  return kind === 'Invoice' ? 'Open' : 'Unused'
}

function paperPage(visit: Visit, kind: KindName, paper: Entity, tools: readonly Piece[]): Page {
  const { company } = visit
  const address = paperAddress(visit, kind, paper.Id)
  const customer = textOf(paper['CustomerRef'] as Entity | undefined, 'value')
  const canVoid = kindOf(kind).voided !== undefined && !isVoided(paper)
  return {
    title: paperName(kind, paper),
    menu: paperKind(kind)?.path ?? '',
    body: html` ${facts([
        ['Customer', customer !== '' && link(at(visit, 'customers', customer), customerName(company, paper))],
        ['Date', textOf(paper, 'TxnDate')],
        ['Due', textOf(paper, 'DueDate')],
        ['Standing', standing(kind, paper, serviceDate(visit.now))],
        [
          'Total',
          paper['TotalAmt'] !== undefined && html`<strong>${money(centsOf(paper['TotalAmt']))}</strong>`,
        ],
        [kind === 'Payment' ? 'Unapplied' : 'Open', openOn(kind, paper)],
        ['Currency', textOf(paper['CurrencyRef'] as Entity | undefined, 'value')],
        ['Exchange rate', textOf(paper, 'ExchangeRate')],
        ['Note', textOf(paper, 'PrivateNote')],
      ])}
      <p class="tools">
        ${tools} ${canVoid && link(`${address}/void`, 'Void…', 'button')}
        ${kindOf(kind).beforeDelete !== undefined && link(`${address}/delete`, 'Delete…', 'button')}
      </p>
      ${linesTable(visit, kind, paper)}
      <h2>In the books</h2>
      ${entries(company, kind, paper)}
      <h2>As the API shows it</h2>
      <details>
        <summary>Changed ${paper.MetaData.LastUpdatedTime}, token ${paper.SyncToken}</summary>
        <pre tabindex="0">${readable(toJson(paper))}</pre>
      </details>`,
  }
}

function entries(company: Company, kind: KindName, paper: Entity): Html {
  const postings = company.ledger.entries.get(`${kind}:${paper.Id}`) ?? []
  return table(
    'Entries',
    [{ says: 'Account' }, { says: 'Debit', amounts: true }, { says: 'Credit', amounts: true }],
    postings.map(({ account, cents }) => [
      nameOf(company.tables.Account.rows.get(account)),
      cents > 0 ? money(cents) : '',
      cents < 0 ? money(-cents) : '',
    ]),
    'It posts nothing.',
  )
}

function ending(visit: Visit, kind: KindName, paper: Entity, action: 'void' | 'delete'): Outcome {
  const { company, form: sent } = visit
  if (sent === undefined) return question(visit, kind, paper, action)
  const end = action === 'void' ? voidIt : remove
  return attempt(
    () => {
      end(call(visit, kind, { Id: paper.Id, SyncToken: sent.get('SyncToken') ?? '' }))
      return action === 'void'
        ? `${paperAddress(visit, kind, paper.Id)}?done=voided`
        : `${at({ company }, paperKind(kind)?.path ?? '')}?done=deleted`
    },
    (why) => question(visit, kind, paper, action, why),
  )
}

function question(
  visit: Visit,
  kind: KindName,
  paper: Entity,
  action: 'void' | 'delete',
  why?: string,
): Page {
  const verb = action === 'void' ? 'Void' : 'Delete'
  return {
    title: `${verb} ${paperName(kind, paper)}?`,
    menu: paperKind(kind)?.path ?? '',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}
      <ul>
        ${consequences(visit.company, kind, paper, action).map((each) => html`<li>${each}</li>`)}
      </ul>
      ${form(
        html`${hidden('SyncToken', paper.SyncToken)}
          <p class="buttons">
            ${submit(`${verb} it`, 'danger')}${link(paperAddress(visit, kind, paper.Id), 'Keep it', 'button')}
          </p>`,
      )}`,
  }
}
