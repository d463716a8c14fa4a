import { expect, it } from 'vitest'
import type { FrozenWrite } from '../../adapter.ts'
import { documentOf, frameOf, line, REFERENCES, writeOf } from './testing/documents.ts'
import { connected, ORIGIN, REALM } from './testing/world.ts'

/** An invoice that is there, and its void in the version that was agreed on. */
async function standing() {
  const world = await connected()
  const facts = await world.adapter.companyFacts(world.session)
  const document = documentOf([line({ netMinor: 10_000 })])
  const made = writeOf(document, world.adapter.prepare(document, REFERENCES, facts))
  const [outcome] = await world.adapter.deliver(world.session, frameOf(made))
  if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
  const { externalId, version } = outcome.object
  const voiding = world.adapter.voidDocument?.('invoice', { externalId, version })
  const write: FrozenWrite = {
    ...made,
    ...voiding,
    intent: { ...made.intent, totalMinor: 0, lineNetsMinor: [] },
  }
  const send = () => world.adapter.deliver(world.session, { ...frameOf(write), requestId: 'the void' })
  return { ...world, externalId, send }
}

it('an invoice that something settles is not voided, with how much that is', async () => {
  const { tokens, externalId, send, sandbox } = await standing()
  const body = JSON.stringify({
    CustomerRef: { value: REFERENCES.customerId },
    TotalAmt: 40,
    Line: [{ Amount: 40, LinkedTxn: [{ TxnId: externalId, TxnType: 'Invoice' }] }],
  })
  const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
  const paid = await sandbox.fetch(`${ORIGIN}/v3/company/${REALM}/payment`, { method: 'POST', headers, body })
  expect(paid.ok).toBe(true)
  expect(await send()).toMatchObject([{ kind: 'refused', code: 'paid_there', amountMinor: 4_000 }])
  expect(sandbox.log.entries().filter((each) => each.what === 'void Invoice')).toHaveLength(1)
})
