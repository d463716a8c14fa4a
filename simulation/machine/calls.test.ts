import { describe, expect, it } from 'vitest'
import { seenCall } from './calls.ts'

const at = 'http://desk.test/v3/company/9131'
const kinds = (method: string, path: string, body: object = {}) =>
  seenCall(`${at}/${path}`, method, JSON.stringify(body)).kinds

describe('a call', () => {
  it.each([
    ['GET', 'cdc?entities=Invoice&changedSince=x', {}, 'poll'],
    [
      'GET',
      `query?query=${encodeURIComponent("select * from Invoice where DocNumber in ('1')")}`,
      {},
      'look_up',
    ],
    [
      'GET',
      `query?query=${encodeURIComponent('select * from Payment where MetaData.LastUpdatedTime >= 1')}`,
      {},
      'read',
    ],
    ['GET', `query?query=${encodeURIComponent('select * from Item')}`, {}, 'catalogue'],
    ['GET', 'companyinfo/9131', {}, 'facts'],
    ['GET', 'invoice/1', {}, 'read'],
    ['POST', 'invoice?requestid=1', { DocNumber: '1' }, 'export_invoice'],
    ['POST', 'invoice?requestid=1', { Id: '1' }, 'change_invoice'],
    ['POST', 'invoice?operation=void', { Id: '1' }, 'void_invoice'],
    ['POST', 'payment', { TotalAmt: 5 }, 'record_payment'],
    ['POST', 'payment?operation=update&include=void', { Id: '1' }, 'void_payment'],
    ['POST', 'customer', { DisplayName: 'A' }, 'create_customer'],
  ])('%s %s %j is for %s', (method, path, body, kind) => {
    expect(kinds(method, path, body)).toEqual([kind])
  })

  it('in a batch is for all that travels in it', () => {
    const items = [
      { bId: '0', operation: 'create', Invoice: { DocNumber: '1' } },
      { bId: '1', operation: 'update', optionsData: 'void', Payment: { Id: '1' } },
    ]
    expect(kinds('POST', 'batch?requestid=1', { BatchItemRequest: items })).toEqual([
      'export_invoice',
      'void_payment',
    ])
  })

  it('for tokens names no company', () => {
    const call = seenCall('http://desk.test/oauth2/v1/tokens/bearer', 'POST', 'grant_type=refresh_token')
    expect([call.realm, call.kinds]).toEqual([null, ['token']])
  })
})
