import { isCurrency } from '../../company/currency.ts'
import { trialBalance } from '../../company/ledger.ts'
import type { OpeningOptions } from '../../company/opening.ts'
import { nameOf } from '../../company/references.ts'
import type { Company } from '../../company/state.ts'
import { amount } from '../../decimal.ts'
import type { JsonObject } from '../../json.ts'
import { seededRandom } from '../../ports.ts'
import type { Sandbox } from '../../sandbox.ts'
import { instantOf } from '../../time.ts'
import { ACTS, bookkeeper } from '../bookkeeper/bookkeeper.ts'
import { isAdjustable, type AdjustableClock } from '../clock.ts'
import { between } from '../dice.ts'
import { companyAt, type Asked, type Route } from './asked.ts'
import { SEED, Unusable, checked, fieldsBy, required } from './input.ts'

const CENTURY = 100 * 366 * 86_400_000

/** Time, companies and their books, the log, and everything at once. */
export const worldRoutes: Readonly<Record<string, Route>> = {
  'GET clock': ({ sandbox }) => timeOf(sandbox),
  'POST clock': ({ sandbox, body }) => {
    const given = fieldsBy(body(), { set: 'text', advance: { least: -CENTURY, most: CENTURY } })
    const clock = movable(sandbox)
    if (typeof given['set'] === 'string') clock.set(instantIn(given['set']))
    if (typeof given['advance'] === 'number') clock.advance(given['advance'])
    sandbox.webhooks.stir()
    return timeOf(sandbox)
  },
  'GET companies': ({ sandbox }) => ({ companies: sandbox.companies().map(described) }),
  'POST companies': (asked) => described(asked.sandbox.addCompany(openingFrom(asked))),
  'GET apps': ({ sandbox }) => ({ apps: sandbox.oauth.state.apps.map(shown) }),
  'POST apps': ({ sandbox, body }) => {
    const given = fieldsBy(body(), { clientId: 'text', clientSecret: 'text', name: 'text' })
    const text = (field: string) => String(required(given[field], field))
    const app = { clientId: text('clientId'), clientSecret: text('clientSecret'), name: text('name') }
    if (sandbox.oauth.state.apps.some((each) => each.clientId === app.clientId)) {
      throw new Unusable('clientId', `There is an app ${app.clientId} already.`, 409)
    }
    sandbox.addApp(app)
    return shown(app)
  },
  'GET companies/{}/trial-balance': (asked) => trialBalanceOf(companyAt(asked, asked.id)),
  'GET companies/{}/receivables': (asked) => receivablesOf(companyAt(asked, asked.id)),
  'GET log': ({ sandbox, query }) => {
    const since = checked(
      Number(query.get('since') ?? 0),
      { least: 0, most: Number.MAX_SAFE_INTEGER },
      'since',
    )
    const entries = sandbox.log.entries().filter(({ number }) => number > Number(since))
    return { entries: entries.toReversed() }
  },
  'GET snapshot': ({ sandbox }) => sandbox.snapshot(),
  'PUT snapshot': ({ sandbox, text }) => {
    try {
      sandbox.restore(text)
    } catch (error) {
      throw new Unusable('body', `This cannot be restored: ${(error as Error).message}`)
    }
    return { companies: sandbox.companies().map(described) }
  },
  'GET bookkeeper': () => ({ acts: ACTS }),
  'POST bookkeeper': (asked) => {
    const { sandbox } = asked
    const given = fieldsBy(asked.body(), { realmId: 'text', act: { words: ACTS }, seed: SEED })
    const company = companyAt(asked, required(given['realmId'], 'realmId'))
    const act = given['act'] as string | undefined
    const { seed } = given
    if (typeof seed !== 'number') return { did: sandbox.chaos.work(company, act) }
    return { did: bookkeeper(company, seededRandom(seed), sandbox.clock.now(), act) }
  },
}

const timeOf = ({ clock }: Sandbox) => ({
  now: new Date(clock.now()).toISOString(),
  adjustable: isAdjustable(clock),
})

function movable({ clock }: Sandbox): AdjustableClock {
  if (isAdjustable(clock)) return clock
  throw new Unusable('clock', 'This sandbox runs on a clock that cannot be set.', 409)
}

function instantIn(text: string): number {
  const at = instantOf(text)
  if (at === undefined) throw new Unusable('set', 'set has to be an instant such as 2027-03-14T09:59:00Z.')
  return at
}

/** An app without its secret. */
const shown = ({ clientId, name }: { clientId: string; name: string }) => ({ clientId, name })

const described = ({ realmId, name, country, homeCurrency }: Company) => ({
  realmId,
  name,
  country,
  homeCurrency,
})

function openingFrom({ sandbox, body }: Asked): OpeningOptions {
  const given = fieldsBy(body(), {
    realmId: 'text',
    name: 'text',
    country: 'text',
    homeCurrency: 'text',
    multiCurrency: 'yes or no',
    automatedSalesTax: 'yes or no',
  })
  const options = { ...given, name: required(given['name'], 'name') } as unknown as OpeningOptions
  const { country, homeCurrency } = options
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) {
    throw new Unusable('country', 'country has to be a code of two capital letters.')
  }
  if (homeCurrency !== undefined && !isCurrency(homeCurrency)) {
    throw new Unusable('homeCurrency', `The currency ${homeCurrency} is not modelled.`)
  }
  return { ...options, realmId: freeRealm(sandbox, options.realmId) }
}

function freeRealm(sandbox: Sandbox, wanted: string | undefined): string {
  if (wanted === undefined) return `4620816${String(between(sandbox.random, 1e11, 1e12 - 1))}`
  if (!/^\d{1,20}$/.test(wanted)) throw new Unusable('realmId', 'realmId has to be digits, twenty at most.')
  if (sandbox.companies().some((each) => each.realmId === wanted)) {
    throw new Unusable('realmId', `There is a company ${wanted} already.`, 409)
  }
  return wanted
}

/** Accounts by name with their debits and credits, which are equal in sum. */
function trialBalanceOf({ ledger, tables, homeCurrency }: Company): object {
  const rows = trialBalance(ledger)
  const sum = (side: 'debit' | 'credit') => rows.reduce((total, each) => total + each[side], 0)
  return {
    currency: homeCurrency,
    rows: rows.map(({ account, debit, credit }) => ({
      account,
      name: nameOfRow(tables.Account.rows.get(account)),
      debit: amount(debit),
      credit: amount(credit),
    })),
    debit: amount(sum('debit')),
    credit: amount(sum('credit')),
    difference: amount(sum('debit') - sum('credit')),
  }
}

/** Who owes what, told by the entries alone and not by the balances that papers show. */
function receivablesOf({ ledger, tables }: Company): object {
  const customers = [...ledger.customers]
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([id, cents]) => {
      const row = tables.Customer.rows.get(id)
      const currency = (row?.['CurrencyRef'] as JsonObject | undefined)?.['value']
      return { customer: id, name: nameOfRow(row), currency, balance: amount(cents) }
    })
  return { customers }
}

const nameOfRow = (row: Parameters<typeof nameOf>[0] | undefined) => (row === undefined ? '' : nameOf(row))
