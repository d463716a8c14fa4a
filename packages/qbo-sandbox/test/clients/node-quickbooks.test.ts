import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueTokens } from '../../src/oauth/token-endpoint.ts'
import { callsOf, faultOf, newClient, pointAt, type Client } from './node-quickbooks.ts'
import { REALM, startService, type Service } from './service.ts'

let service: Service
let client: Client
beforeAll(async () => {
  service = await startService()
  pointAt(service.server.url)
  client = newClient(service.sandbox, issueTokens(service.sandbox.oauth, REALM)?.access_token ?? '')
})
afterAll(async () => await service.server.close())

let serial = 0
const newName = () => `Customer ${(serial += 1)}`
const line = (amount: number) => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: { value: '1' } },
})

describe('node-quickbooks, as its author publishes it', () => {
  const call = callsOf(() => client)

  it('creates, reads and updates sparsely', async () => {
    const DisplayName = newName()
    const made = await call('createCustomer', { DisplayName, Notes: 'kept' })
    expect(made).toMatchObject({ DisplayName, SyncToken: '0', domain: 'QBO', Balance: 0 })
    const changed = await call('updateCustomer', {
      Id: made.Id,
      SyncToken: made.SyncToken,
      CompanyName: 'Harbor',
    })
    expect(changed).toMatchObject({ DisplayName, Notes: 'kept', CompanyName: 'Harbor', SyncToken: '1' })
    expect(await call('getCustomer', made.Id)).toEqual(changed)
  })

  it('finds by criteria of each of its kinds, quotes included', async () => {
    const DisplayName = `Amy's 100% "Birds" & + \\ ${newName()}`
    await call('createCustomer', { DisplayName: DisplayName.replace('\\ ', '') })
    const exact = await call('findCustomers', { DisplayName: DisplayName.replace('\\ ', '') })
    expect(exact.QueryResponse.Customer).toHaveLength(1)
    const like = await call('findCustomers', [
      { field: 'DisplayName', value: "Amy's%", operator: 'LIKE' },
      { field: 'asc', value: 'DisplayName' },
      { field: 'limit', value: 5 },
    ])
    expect(like.QueryResponse).toMatchObject({ startPosition: 1, maxResults: 1 })
    const { QueryResponse: among } = await call('findItems', { Id: ['1', '2'] })
    expect(among.Item.map((each: { Id: string }) => each.Id).toSorted()).toEqual(['1', '2'])
    expect(await call('findCustomers', { DisplayName: 'nobody' })).toMatchObject({ QueryResponse: {} })
    const counted = await call('findCustomers', [{ field: 'Active', value: true }, { count: true }])
    expect(counted.QueryResponse.totalCount).toBeGreaterThan(1)
  })

  it('walks all pages', async () => {
    const before = await call('findCustomers', { count: true })
    const all = await call('findCustomers', { fetchAll: true, limit: 3 })
    expect(all.QueryResponse.Customer).toHaveLength(before.QueryResponse.totalCount)
  })

  it('bills, takes money, and voids both as each is voided', async () => {
    const { Id: customer } = await call('createCustomer', { DisplayName: newName() })
    const CustomerRef = { value: customer }
    const invoice = await call('createInvoice', { CustomerRef, Line: [line(100)] })
    expect(invoice).toMatchObject({ TotalAmt: 100, Balance: 100, SyncToken: '0' })
    const payment = await call('createPayment', {
      CustomerRef,
      TotalAmt: 60,
      Line: [{ Amount: 60, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }],
    })
    expect(payment).toMatchObject({ TotalAmt: 60, UnappliedAmt: 0 })
    expect(await call('getInvoice', invoice.Id)).toMatchObject({ Balance: 40, SyncToken: '1' })
    expect(await call('getCustomer', customer)).toMatchObject({ Balance: 40 })

    const { Id, SyncToken } = payment
    expect(await call('updatePayment', { Id, SyncToken, void: true })).toMatchObject({
      TotalAmt: 0,
      PrivateNote: 'Voided',
    })
    const { Invoice: voided } = await call('voidInvoice', invoice.Id)
    expect(voided).toMatchObject({ TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' })
    expect(await call('getCustomer', customer)).toMatchObject({ Balance: 0 })
  })

  it('deletes, and then there is nothing', async () => {
    const { Id: customer } = await call('createCustomer', { DisplayName: newName() })
    const invoice = await call('createInvoice', { CustomerRef: { value: customer }, Line: [line(5)] })
    const { Invoice: gone } = await call('deleteInvoice', invoice.Id)
    expect(gone).toEqual({ domain: 'QBO', status: 'Deleted', Id: invoice.Id })
    expect(await faultOf(call('getInvoice', invoice.Id))).toMatchObject({ status: 400, code: '610' })
  })

  it('sends a batch, whose items fail alone', async () => {
    const DisplayName = newName()
    const { BatchItemResponse: answers } = await call('batch', [
      { bId: '1', operation: 'create', Customer: { DisplayName } },
      { bId: '2', operation: 'create', Customer: { DisplayName } },
      { bId: '3', Query: `select * from Customer where DisplayName = '${DisplayName}'` },
    ])
    expect(answers).toMatchObject([
      { Customer: { DisplayName }, bId: '1' },
      { Fault: { Error: [{ code: '6240' }] }, bId: '2' },
      { QueryResponse: { maxResults: 1 }, bId: '3' },
    ])
  })

  it('polls for changes: what changed, and what is gone', async () => {
    const since = new Date(service.sandbox.clock.now() - 60_000)
    const { Id: customer } = await call('createCustomer', { DisplayName: newName() })
    const kept = await call('createInvoice', { CustomerRef: { value: customer }, Line: [line(5)] })
    const gone = await call('createInvoice', { CustomerRef: { value: customer }, Line: [line(6)] })
    await call('deleteInvoice', gone.Id)
    const { CDCResponse } = await call('changeDataCapture', ['Invoice', 'RefundReceipt'], since)
    const [invoices, refunds] = CDCResponse[0].QueryResponse
    expect(invoices.Invoice).toContainEqual(kept)
    expect(invoices.Invoice.at(-1)).toMatchObject({ Id: gone.Id, status: 'Deleted' })
    expect(refunds).toEqual({})
  })

  it('repeats a request by its id without doing it twice', async () => {
    const DisplayName = newName()
    const requestId = `request-${serial}`
    const first = await call('createCustomer', { DisplayName, requestId })
    expect(await call('createCustomer', { DisplayName, requestId })).toEqual(first)
  })

  it('learns why it is refused', async () => {
    const DisplayName = newName()
    const made = await call('createCustomer', { DisplayName })
    const refused = (name: string, ...given: unknown[]) => faultOf(call(name, ...given))
    expect(await refused('createCustomer', { DisplayName })).toMatchObject({ status: 400, code: '6240' })
    expect(await refused('updateCustomer', { Id: made.Id, SyncToken: '7' })).toMatchObject({ code: '5010' })
    expect(await refused('createCustomer', { DisplayNme: 'x' })).toMatchObject({ code: '2010' })
    expect(await refused('findCustomers', { Notes: 'x' })).toMatchObject({ code: '4001' })
    expect(await refused('createVendorCredit', {})).toMatchObject({ code: '5030' })
    const stranger = newClient(service.sandbox, 'nobody-has-this-token')
    const denied = callsOf(() => stranger)('getCustomer', made.Id)
    expect(await faultOf(denied)).toMatchObject({ status: 401, code: '3200' })
  })

  it('hears of a report that it is not modelled, and which', async () => {
    const fault = await faultOf(call('reportBalanceSheet', { date_macro: 'This Month' }))
    expect(fault).toMatchObject({ status: 400, code: '5030' })
    expect(fault.detail).toContain('does not model the report BalanceSheet')
  })
})
