import { FAULTS, FAULT_NAMES, isFaultName, type FaultName } from '../chaos/faults.ts'
import { form, hidden } from './controls.ts'
import { type Html, html } from './html.ts'
import { table } from './page.ts'
import { type Outcome, type Page, type Visit, at } from './visit.ts'

/** `/faults`: what may go wrong with calls to this company, on and off. */
export function faultPages(visit: Visit): Outcome {
  const { sandbox, form: sent, path, company } = visit
  const { chaos } = sandbox
  if (path.length > 1) return undefined
  if (sent === undefined) return page(visit)
  const id = sent.get('disarm')
  if (id !== null) {
    chaos.disarm(id)
    return { goTo: `${at(visit, 'faults')}?done=disarmed` }
  }
  const fault = sent.get('fault') ?? ''
  if (!isFaultName(fault)) return undefined
  const match = { realmId: company.realmId }
  chaos.arm(sent.get('how') === 'always' ? { fault, match, rate: 1 } : { fault, match })
  return { goTo: `${at(visit, 'faults')}?done=armed` }
}

function page(visit: Visit): Page {
  const { chaos } = visit.sandbox
  const mine = chaos
    .rules()
    .filter(({ match }) => match?.realmId === undefined || match.realmId === visit.company.realmId)
  const counts = chaos.counts()
  const struck = (name: FaultName) =>
    Object.values(counts[name] ?? {}).reduce((total, each) => total + each, 0)
  const isRated = Object.values(chaos.rates()).some((rate) => rate > 0)
  return {
    title: 'Faults',
    menu: 'faults',
    body: html` <p>
        What can go wrong between a program and QuickBooks, made to happen here. <i>Once</i> hits the next
        call that can meet it, <i>always</i> every one until it is turned off.
      </p>
      ${isRated && html`<p class="note">Besides these, some faults strike by chance, at rates set through the control API.</p>`}
      <h2>Armed for this company</h2>
      ${table(
        'Armed faults',
        [{ says: 'Fault' }, { says: 'How long' }, { says: '' }],
        mine.map((rule) => [
          html`<b>${rule.fault}</b> <small>${about(rule.match)}</small>`,
          rule.left === null
            ? rule.rate === 1
              ? 'Always'
              : `${(rule.rate ?? 1) * 100}% of calls`
            : rule.left === 1
              ? 'Once'
              : `${rule.left} more times`,
          form(
            html`${hidden('disarm', rule.id)}<button aria-label="Turn off ${rule.fault}">Turn off</button>`,
          ),
        ]),
        'None. Every call is answered as it should be.',
      )}
      <h2>What can go wrong</h2>
      ${table(
        'Faults',
        [{ says: 'What happens' }, { says: 'Struck', amounts: true }, { says: 'Arm' }],
        FAULT_NAMES.map((name) => [
          html`<b>${name}</b><br />${sentence(FAULTS[name].says)}`,
          struck(name),
          arming(name),
        ]),
        '',
      )}`,
  }
}

const about = (match: { what?: string; target?: string; body?: string } | undefined): string =>
  [match?.what, match?.target, match?.body].filter((each) => each !== undefined).join(', ')

const sentence = (says: string) => `${says.slice(0, 1).toUpperCase()}${says.slice(1)}.`

const arming = (name: FaultName): Html =>
  form(
    html`${hidden('fault', name)}<span class="pair"
        ><button name="how" value="once" aria-label="${name}, once">Once</button
        ><button name="how" value="always" aria-label="${name}, always">Always</button></span
      >`,
  )
