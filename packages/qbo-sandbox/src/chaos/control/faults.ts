import type { JsonObject } from '../../json.ts'
import type { Params } from '../fault-kind.ts'
import { FAULTS, FAULT_NAMES, isFaultName, type FaultName } from '../faults.ts'
import type { Match, Rule } from '../rules.ts'
import type { Route } from './asked.ts'
import { Unusable, fieldsBy, NUMBER_OF_TIMES, objectAt, onlyKnown, required, SEED, SHARE } from './input.ts'

const RULE = ['fault', 'match', 'times', 'rate', 'params']

/** Arming by hand, by match and by rate. */
export const faultRoutes: Readonly<Record<string, Route>> = {
  'GET faults': ({ sandbox: { chaos } }) => ({
    rules: chaos.rules(),
    rates: chaos.rates(),
    counts: chaos.counts(),
    known: Object.fromEntries(
      FAULT_NAMES.map((name) => {
        const { model, says, params = {}, usual = {} } = FAULTS[name]
        return [name, { model, says, params, usual }]
      }),
    ),
  }),
  'POST faults': ({ sandbox: { chaos }, body }) => {
    const given = body()
    if (given['rates'] === undefined) return { id: chaos.arm(ruleFrom(given)) }
    onlyKnown(given, ['rates', 'seed'])
    const rates = fieldsBy(
      objectAt(given, 'rates'),
      Object.fromEntries(FAULT_NAMES.map((name) => [name, SHARE])),
      'rates.',
    )
    const { seed } = fieldsBy({ seed: given['seed'] }, { seed: SEED })
    if (typeof seed === 'number') chaos.reseed(seed)
    return { rates: chaos.rates(rates as Partial<Record<FaultName, number>>) }
  },
  'DELETE faults': ({ sandbox: { chaos } }) => {
    chaos.calm()
    return { rules: [], rates: {} }
  },
  'DELETE faults/{}': ({ sandbox: { chaos }, id }) => {
    if (!chaos.disarm(id)) throw new Unusable('id', `No rule ${id} is armed.`, 404)
    return { rules: chaos.rules() }
  },
}

function ruleFrom(given: JsonObject): Rule {
  onlyKnown(given, RULE)
  const fault = nameIn(given)
  const match = fieldsBy(
    objectAt(given, 'match'),
    { what: 'text', realmId: 'text', target: 'text', body: 'text', nth: NUMBER_OF_TIMES },
    'match.',
  ) as Match
  const params = fieldsBy(objectAt(given, 'params'), FAULTS[fault].params ?? {}, 'params.') as Params
  const { times, rate } = given
  const often = fieldsBy({ times, rate }, { times: NUMBER_OF_TIMES, rate: SHARE })
  return { fault, match, params, ...(often as Pick<Rule, 'times' | 'rate'>) }
}

function nameIn(given: JsonObject): FaultName {
  const name = required(given['fault'], 'fault')
  if (typeof name === 'string' && isFaultName(name)) return name
  throw new Unusable('fault', `fault has to be one of: ${FAULT_NAMES.join(', ')}.`)
}
