import type { Company } from '../company/state.ts'
import { type Html, type Piece, html } from './html.ts'
import { type Page, at } from './visit.ts'

const MENU: readonly { says: string; entries: readonly (readonly [path: string, says: string])[] }[] = [
  {
    says: 'Sales',
    entries: [
      ['', 'Overview'],
      ['customers', 'Customers'],
      ['items', 'Items'],
      ['invoices', 'Invoices'],
      ['credit-memos', 'Credit memos'],
      ['payments', 'Payments'],
      ['deposits', 'Deposits'],
      ['other-papers', 'Other papers'],
    ],
  },
  {
    says: 'Books',
    entries: [
      ['receivables', 'Receivables'],
      ['trial-balance', 'Trial balance'],
      ['settings', 'Settings'],
    ],
  },
  {
    says: 'Sandbox',
    entries: [
      ['requests', 'Requests'],
      ['faults', 'Faults'],
    ],
  },
]

/** A page of one company, with its menu. */
export function framed(company: Company, page: Page, done: string | undefined): string {
  return frame(
    `${page.title} · ${company.name}`,
    html`<a class="skip" href="#main">Skip to the page</a>
      <header>
        <p class="brand"><a href="/desk?all">QuickBooks sandbox</a></p>
        <p class="company">${company.name} <small>${company.country}, ${company.homeCurrency}</small></p>
        <nav aria-label="Desk">${MENU.map((group) => menuGroup(company, page.menu, group))}</nav>
      </header>
      <main id="main" tabindex="-1">
        ${done !== undefined && html`<p class="done" role="status">${done}</p>`}
        <h1>${page.title}</h1>
        ${page.body}
      </main>`,
  )
}

function menuGroup(company: Company, current: string, { says, entries }: (typeof MENU)[number]): Html {
  const links = entries.map(
    ([path, name]) =>
      html`<a
        href="${path === '' ? at({ company }) : at({ company }, path)}"
        ${path === current && html` aria-current="page"`}
        >${name}</a
      >`,
  )
  return html`<div><span aria-hidden="true">${says}</span>${links}</div>`
}

/** A page of no company. */
export const bare = (title: string, body: Html): string =>
  frame(
    title,
    html`<main id="main" class="alone">
      <p class="brand">QuickBooks sandbox</p>
      <h1>${title}</h1>
      ${body}
    </main>`,
  )

const frame = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · QuickBooks sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/desk/desk.css" />
        <script type="module" src="/desk/live.js"></script>
      </head>
      <body>
        ${body}
      </body>
    </html> `.text

/** Why something was not done, in the words of the fault. */
export const refusal = (why: string | undefined): Piece =>
  why !== undefined && html`<p class="refused" role="alert" tabindex="-1">${why}</p>`

export interface Column {
  says: string
  /** Amounts stand to the right, figure under figure. */
  amounts?: true
}

/** A table that scrolls by itself where it is too wide, or one sentence when there is nothing in it. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Piece[])[],
  empty: string,
  total?: readonly Piece[],
): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  const cell = (piece: Piece, index: number) =>
    columns[index]?.amounts === true ? html`<td class="amount">${piece}</td>` : html`<td>${piece}</td>`
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(head)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
      ${
        total !== undefined &&
        html`<tfoot>
          <tr>
            ${total.map(cell)}
          </tr>
        </tfoot>`
      }
    </table>
  </div>`
}

/** A column of buttons has no name, and so no heading. */
const head = ({ says, amounts }: Column): Html =>
  says === ''
    ? html`<td></td>`
    : html`<th scope="col" ${amounts === true && html` class="amount"`}>${says}</th>`

/** Terms and what they are, for the head of a paper. */
export const facts = (all: readonly (readonly [string, Piece])[]): Html =>
  html`<dl>
    ${all.map(
      ([term, says]) =>
        says !== undefined &&
        says !== false &&
        says !== '' &&
        html`<div>
          <dt>${term}</dt>
          <dd>${says}</dd>
        </div>`,
    )}
  </dl>`

export const link = (href: string, says: Piece, kind?: 'button'): Html =>
  kind === 'button' ? html`<a class="button" href="${href}">${says}</a>` : html`<a href="${href}">${says}</a>`
