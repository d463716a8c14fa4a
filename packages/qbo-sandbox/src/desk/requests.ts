import type { LogEntry } from '../wire/log.ts'
import { stampSeconds } from '../time.ts'
import { form, hidden, submit } from './controls.ts'
import { type Html, html } from './html.ts'
import { facts, link } from './page.ts'
import { readable } from './readable.ts'
import { type Outcome, type Page, type Visit, at } from './visit.ts'

/** `/requests`: what programs asked of this company, and what they were told. */
export function requestPages(visit: Visit): Outcome {
  const [, id, more] = visit.path
  if (more !== undefined) return undefined
  if (id === 'since') return since(visit)
  if (id !== undefined) {
    const entry = entriesOf(visit).find((each) => String(each.number) === id)
    return entry === undefined ? undefined : one(visit, entry)
  }
  if (visit.form?.get('do') === 'clear') {
    visit.sandbox.log.clear()
    return { goTo: `${at(visit, 'requests')}?done=cleared` }
  }
  return list(visit)
}

const entriesOf = ({ sandbox, company }: Visit): LogEntry[] =>
  sandbox.log.entries().filter((each) => each.realmId === company.realmId)

/** The page asks every second for what came after the last it knows. */
function since(visit: Visit): Outcome {
  const known = Number(visit.query.get('since') ?? 0)
  const entries = entriesOf(visit)
  const last = entries[0]?.number ?? 0
  // Numbers only grow: a page that knows a later one has outlived the sandbox it was of, so all are new to it.
  const fresh = known > last ? entries : entries.filter((each) => each.number > known)
  const body = JSON.stringify({ last, rows: fresh.map((each) => row(visit, each).text).join('') })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return { response: { status: 200, headers, body } }
}

function list(visit: Visit): Page {
  const entries = entriesOf(visit)
  const newest = entries[0]?.number ?? 0
  return {
    title: 'Requests',
    menu: 'requests',
    body: html` <p class="note" data-state>The latest requests to this company, newest first.</p>
      <p class="empty" data-none${entries.length > 0 && html` hidden`}>
        No program has called this company’s API yet. Requests appear here the moment they come in.
      </p>
      <div data-some${entries.length === 0 && html` hidden`}>
        <div class="scroll" role="region" aria-label="Requests" tabindex="0">
          <table>
            <caption>
              Requests
            </caption>
            <thead>
              <tr>
                <th scope="col">No.</th>
                <th scope="col">Time</th>
                <th scope="col">What</th>
                <th scope="col">Answer</th>
                <th scope="col">Address</th>
              </tr>
            </thead>
            <tbody data-requests="${at(visit, 'requests', 'since')}" data-since="${newest}">
              ${entries.map((each) => row(visit, each))}
            </tbody>
          </table>
        </div>
        <div class="buttons">${form(html`${hidden('do', 'clear')}${submit('Empty the list', 'plain')}`)}</div>
      </div>`,
  }
}

function row(visit: Visit, entry: LogEntry): Html {
  const { number, what, method, status } = entry
  return html`<tr>
    <td class="amount">${number}</td>
    <td>${stampSeconds(entry.at).slice(11, 19)}</td>
    <td>${link(at(visit, 'requests', String(number)), what === '' ? method : what)}</td>
    <td>
      ${html`<span class="${status >= 400 || entry.fate !== 'arrived' ? 'mark late' : 'mark'}">${status}${FATES[entry.fate]}</span>`}
    </td>
    <td class="address">${method} ${shortened(entry.target)}</td>
  </tr>`
}

const FATES: Readonly<Record<LogEntry['fate'], string>> = {
  arrived: '',
  lost: ', lost on the way',
  late: ', late',
  truncated: ', cut short',
}

function shortened(target: string): string {
  const text = target.replace(/^\/v3\/company\/[^/?]*/, '')
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

function one(visit: Visit, entry: LogEntry): Page {
  const { number, method, target, status, tid, requestId } = entry
  return {
    title: `Request ${number}: ${entry.what}`,
    menu: 'requests',
    body: html` ${facts([
        ['Time', stampSeconds(entry.at)],
        ['Answer', `${status}${FATES[entry.fate]}`],
        ['Request id', requestId ?? 'none'],
        ['intuit_tid', tid],
      ])}
      <h2>Asked</h2>
      <pre tabindex="0">
${method} ${readableTarget(target)}${entry.requestBody !== '' && `\n\n${readable(entry.requestBody)}`}</pre>
      <h2>Answered</h2>
      <pre tabindex="0">${entry.responseBody === '' ? 'Nothing.' : readable(entry.responseBody)}</pre>
      <p>${link(at(visit, 'requests'), 'All requests')}</p>`,
  }
}

function readableTarget(target: string): string {
  try {
    return decodeURIComponent(target.replaceAll('+', ' '))
  } catch {
    return target
  }
}
