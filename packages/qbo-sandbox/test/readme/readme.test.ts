import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/index.ts'
import { faultRoutes } from '../../src/chaos/control/faults.ts'
import { knobRoutes } from '../../src/chaos/control/knobs.ts'
import { webhookRoutes } from '../../src/chaos/control/webhooks.ts'
import { worldRoutes } from '../../src/chaos/control/world.ts'
import { USAGE } from '../../src/cli/options.ts'
import { webhookKnobs } from '../../src/webhooks/subscription.ts'
import { outcome } from './sample.ts'
import { asTable, faults, operations } from './tables.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

/** Tables are laid out for the eye; what counts is in the cells. */
const plain = (text: string) => text.replaceAll(/ +\| */g, ' | ').replaceAll(/\| +/g, '| ')
const readme = read('../../README.md')

describe('the README', () => {
  it('shows a sample that does what it says: the answer is lost, the work is done once', () => {
    const code = /```ts\n(.*?)```/s.exec(readme)?.[1]
    const sample = read('sample.ts').replace("'../../src/index.ts'", "'@tieout/qbo-sandbox'")
    expect(code).toBe(sample.replace('export const outcome', 'const outcome'))
    expect(outcome).toMatchObject({ lost: 'fetch failed', total: 250, invoices: 1, owed: 25_000 })
    const { trialBalance } = outcome
    expect(trialBalance.reduce((sum, { debit, credit }) => sum + debit - credit, 0)).toBe(0)
  })

  it('tells what can be done to which object', () => {
    expect(plain(readme)).toContain(plain(asTable(operations())))
  })

  it('tells all that can go wrong, and nothing that cannot', () => {
    expect(plain(readme)).toContain(plain(asTable(faults())))
  })

  it('tells the options of the command', () => {
    expect(readme).toContain(USAGE.trimEnd())
  })

  it('tells every knob there is, with where it stands', async () => {
    const sandbox = createSandbox({ companies: [{ realmId: '1', name: 'One' }] })
    const answer = await sandbox.fetch('http://sandbox.test/_sandbox/knobs')
    const { throttle, companies, ...knobs } = (await answer.json()) as Knobs
    const { batchesCountPerSecond } = throttle
    const all = {
      ...knobs,
      throttle: { batchesCountPerSecond },
      'companies.{realmId}': companies['1'] ?? {},
    }
    for (const [section, values] of Object.entries(all)) {
      for (const [name, value] of Object.entries(values)) {
        expect(plain(readme)).toContain(`| \`${section}.${name}\` | \`${JSON.stringify(value)}\` |`)
      }
    }
    for (const [name, value] of Object.entries(webhookKnobs)) {
      expect(plain(readme)).toContain(`| \`${name}\` | \`${JSON.stringify(value)}\` |`)
    }
  })

  it('tells every path of the control API, and none that there is not', () => {
    const told = [...readme.matchAll(/`((?:GET|POST|PATCH|PUT|DELETE) \w[\w{}/-]*)`/g)].map(
      ([, each = '']) => each,
    )
    const routes = { ...faultRoutes, ...knobRoutes, ...worldRoutes, ...webhookRoutes }
    // Tokens are handed out by the authorization server.
    const all = [...Object.keys(routes), 'POST tokens']
    expect(told.map((each) => each.replace(/\{\w+\}/, '{}')).toSorted()).toEqual(all.toSorted())
  })
})

type Values = Record<string, unknown>
type Knobs = Record<string, Values> & { throttle: Values; companies: Record<string, Values> }
