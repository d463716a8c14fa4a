import { create, update } from '../company/operations.ts'
import type { Entity } from '../company/state.ts'
import { isVoided } from '../kinds/sales/voided.ts'
import { serviceDate } from '../time.ts'
import { refOf } from './books.ts'
import { form, hidden, submit } from './controls.ts'
import { type Piece, html } from './html.ts'
import { centsOf } from './money.ts'
import { link, refusal } from './page.ts'
import { onePaper, paperList } from './papers.ts'
import { type SaleDraft, type SaleKind, saleBody, saleDraft } from './sale-draft.ts'
import { saleFields, saleLines } from './sale-form.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'

/** `/invoices` and `/credit-memos`, which differ in few words. */
export function salesPages(visit: Visit): Outcome {
  const { company, path } = visit
  const [place = '', id, action] = path
  const kind: SaleKind = place === 'invoices' ? 'Invoice' : 'CreditMemo'
  if (id === undefined) return list(visit, kind)
  if (id === 'new') return action === undefined ? worked(visit, kind, undefined) : undefined
  const paper = company.tables[kind].rows.get(id)
  if (paper === undefined) return undefined
  return action === 'edit' ? worked(visit, kind, paper) : onePaper(visit, kind, id, tools(visit, kind, paper))
}

function list(visit: Visit, kind: SaleKind): Page {
  const [title, path, empty] =
    kind === 'Invoice'
      ? ['Invoices', 'invoices', 'No invoices yet. Make the first one here, or let your program make it.']
      : [
          'Credit memos',
          'credit-memos',
          'No credit memos yet. One gives a customer credit, to be used on an invoice.',
        ]
  return {
    title,
    menu: path,
    body: html`<p class="tools">
        ${link(at(visit, path, 'new'), kind === 'Invoice' ? 'New invoice' : 'New credit memo', 'button')}
      </p>
      ${paperList(visit, [kind], empty)}`,
  }
}

function tools(visit: Visit, kind: SaleKind, paper: Entity): Piece[] {
  if (isVoided(paper)) return []
  const [path, pays, says] =
    kind === 'Invoice'
      ? ['invoices', 'invoice', 'Receive payment']
      : ['credit-memos', 'credit', 'Apply credit']
  const query = new URLSearchParams({ customer: refOf(paper, 'CustomerRef'), [pays]: paper.Id })
  return [
    centsOf(paper['Balance']) > 0 && link(`${at(visit, 'payments', 'new')}?${query}`, says, 'button'),
    link(at(visit, path, paper.Id, 'edit'), 'Change', 'button'),
  ]
}

/** Shows the form, with more lines when asked for; or saves it. */
function worked(visit: Visit, kind: SaleKind, before: Entity | undefined): Outcome {
  const { company, form: sent } = visit
  const fresh = { today: serviceDate(visit.now), customer: visit.query.get('customer') ?? '' }
  const draft = saleDraft(kind, before, sent, fresh)
  if (sent === undefined || sent.get('do') === 'lines') return page(visit, draft)
  return attempt(
    () => {
      const body = saleBody(company, draft, sent.get('SyncToken') ?? '')
      const saved = (before === undefined ? create : update)(call(visit, kind, body))
      return `${at(visit, visit.path[0] ?? '', saved.Id)}?done=${before === undefined ? 'created' : 'changed'}`
    },
    (why) => page(visit, draft, why),
  )
}

function page(visit: Visit, draft: SaleDraft, why?: string): Page {
  const { kind, before } = draft
  const [path = ''] = visit.path
  const what = kind === 'Invoice' ? 'invoice' : 'credit memo'
  return {
    title: before === undefined ? `New ${what}` : `Change ${what}`,
    menu: path,
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}
      <div data-sale>
        ${form(
          html` ${before !== undefined && hidden('SyncToken', visit.form?.get('SyncToken') ?? before.SyncToken)}
            ${saleFields(visit.company, draft)}
            <h2>Lines</h2>
            ${saleLines(visit.company, draft)}
            <p class="buttons">
              ${submit('Save')}<button name="do" value="lines" formnovalidate>More lines</button>${link(
                before === undefined ? at(visit, path) : at(visit, path, before.Id),
                'Cancel',
                'button',
              )}
            </p>`,
        )}
      </div>`,
  }
}
