import { bookkeeperOf } from '@tieout/accounting-sync/testing'
import { createSandbox } from '@tieout/qbo-sandbox'
import { expect, it } from 'vitest'
import { takings } from './takings.ts'

const REALM = '9130'
const ORIGIN = 'http://desk.test'

/** An invoice of 100.00, with so much paid on it, and a request of ours that voids it. */
async function standing(paid: number) {
  const sandbox = createSandbox({
    origin: ORIGIN,
    throttle: 'off',
    companies: [{ realmId: REALM, name: 'Harbor Books' }],
  })
  const keeper = bookkeeperOf(sandbox, REALM, ORIGIN)
  const { Id: customer } = await keeper.create('Customer', { DisplayName: 'Alder & Finch' })
  const detail = { ItemRef: { value: '1' } }
  const line = { Amount: 100, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail }
  const { Id } = await keeper.create('Invoice', { CustomerRef: { value: customer }, Line: [line] })
  if (paid > 0) await keeper.pays(customer, paid, [[Id, paid]])
  const body = JSON.stringify({ Id, SyncToken: '0' })
  const target = `/v3/company/${REALM}/invoice?operation=void`
  const taken = takings(sandbox, REALM, { method: 'POST', target, headers: {}, body })
  return { Id, taken, voided: () => keeper.void('Invoice', Id) }
}

it('tells what was laid upon a document that ends with the request', async () => {
  const { Id, taken, voided } = await standing(40)
  taken.look()
  await voided()
  expect(taken.found()).toEqual([`Invoice ${Id} was ended by us, with 4000 on it in minor units`])
})

it('tells nothing of what somebody else had ended when it began, nor of what bore nothing', async () => {
  const quicker = await standing(40)
  await quicker.voided()
  quicker.taken.look()
  const bare = await standing(0)
  bare.taken.look()
  await bare.voided()
  expect([...quicker.taken.found(), ...bare.taken.found()]).toEqual([])
})

it('tells nothing while the document stands', async () => {
  const { taken } = await standing(40)
  taken.look()
  expect(taken.found()).toEqual([])
})
