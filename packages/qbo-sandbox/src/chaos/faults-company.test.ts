import { describe, expect, it } from 'vitest'
import { stateHash } from '../company/snapshot.ts'
import type { JsonObject } from '../json.ts'
import { connected, customer, faultIn, invoice, REALM } from './testing/client.ts'
import { meeting } from './testing/meeting.ts'

describe('the company is in the way', () => {
  it('F8: somebody edited the object just before, for real', async () => {
    for (const what of ['update', 'void', 'delete'] as const) {
      const { post, sandbox } = await meeting('stale', {}, ({ post: key }) => key('invoice', invoice(100)))
      const [before] = sandbox.company(REALM).tables.Invoice.rows.values()
      const path = what === 'update' ? 'invoice' : `invoice?operation=${what}`
      const answer = await post(path, { Id: before?.Id, SyncToken: '0', sparse: true, PrivateNote: 'Mine' })
      expect(faultIn(answer)).toBe('5010')
      const after = sandbox.company(REALM).tables.Invoice.rows.get(before?.Id ?? '')
      expect(after).toMatchObject({ SyncToken: '1', TotalAmt: before?.['TotalAmt'] })
      expect(String(after?.['PrivateNote'])).toContain('looked at')
    }
  })

  it('F8: also of an item of a batch, the others of which are done', async () => {
    const { post } = await meeting('stale')
    const items = [
      { bId: '1', operation: 'update', Customer: { Id: '1', SyncToken: '0', sparse: true, Title: 'Ms' } },
      { bId: '2', operation: 'create', Customer: customer('New') },
    ]
    const { body } = await post('batch', { BatchItemRequest: items })
    const answers = body['BatchItemResponse'] as readonly JsonObject[]
    expect(JSON.stringify(answers[0])).toContain('"code":"5010"')
    expect(answers[1]).toHaveProperty('Customer')
  })

  it('F9: the name is taken, by a customer that is really there', async () => {
    const { post, names } = await meeting('duplicate-name')
    expect(faultIn(await post('customer', customer('Twin')))).toBe('6240')
    expect(names()).toContain('Twin')
  })

  it('F9: the number is taken, and the company refuses equal numbers', async () => {
    const { post, sandbox } = await meeting('duplicate-number')
    expect(faultIn(await post('invoice', invoice(50, { DocNumber: 'T-1', PrivateNote: 'mine' })))).toBe(
      '6140',
    )
    const rows = [...sandbox.company(REALM).tables.Invoice.rows.values()]
    // By somebody else: it does not bear the note of whoever was refused.
    expect(rows.map((each) => [each['DocNumber'], each['PrivateNote']])).toEqual([['T-1', undefined]])
  })

  it('F9: the books are closed up to the date of the document, and can be read to be', async () => {
    const { post, get } = await meeting('closed-period')
    expect(faultIn(await post('invoice', invoice(50, { TxnDate: '2026-11-02' })))).toBe('6210')
    const { body } = await get('preferences')
    expect(JSON.stringify(body)).toContain('"BookCloseDate":"2026-11-02"')
    expect((await post('invoice', invoice(50, { TxnDate: '2026-11-03' }))).status).toBe(200)
  })

  it('F9: what the document names was made inactive', async () => {
    const { post, sandbox } = await meeting('inactive-reference')
    expect(faultIn(await post('invoice', invoice(50)))).toBe('610')
    const { Customer, Item } = sandbox.company(REALM).tables
    expect([Customer.rows.get('1')?.['Active'], Item.rows.get('1')?.['Active']]).toContain(false)
  })

  it('F10: a request id is ignored, so that a second try does the work twice', async () => {
    const { post, sandbox } = await connected()
    sandbox.chaos.arm({ fault: 'request-id-ignored', match: { nth: 2 } })
    for (let at = 0; at < 3; at += 1) await post('invoice?requestid=r1', invoice(50))
    expect(sandbox.company(REALM).tables.Invoice.rows.size).toBe(2)
  })

  it('F15: the access token ends mid-cycle; a refresh mends it', async () => {
    const { get, connect, met } = await meeting('token-expired')
    const answer = await get('customer/1')
    expect([answer.status, faultIn(answer)]).toEqual([401, '3200'])
    await connect()
    expect((await get('customer/1')).status).toBe(200)
    expect(met()).toEqual({ 'read Customer': 1 })
  })

  it('F15: the answer to a refresh is lost', async () => {
    const { refresh, refreshToken, sandbox, met } = await meeting('refresh-lost')
    sandbox.oauth.state.knobs.rotation = 'at-once'
    await expect(refresh(refreshToken)).rejects.toThrow('fetch failed')
    expect(met()).toEqual({ token: 1 })
    expect((await refresh(refreshToken)).body).toMatchObject({ error: 'invalid_grant' })
  })

  it('F15: consent is revoked, and no refresh brings it back', async () => {
    const { get, refresh, refreshToken } = await meeting('consent-revoked')
    expect((await get('customer/1')).status).toBe(401)
    expect((await refresh(refreshToken)).body['error']).toBe('invalid_grant')
  })

  it('F19: the bookkeeper has keyed something odd, and it can be read', async () => {
    const { get, sandbox } = await connected()
    sandbox.chaos.arm({ fault: 'poison', times: 30 })
    for (let at = 0; at < 30; at += 1)
      expect((await get('query?query=select * from Customer')).status).toBe(200)
    const answers = await Promise.all(
      ['Customer', 'Invoice'].map((kind) =>
        get(`query?query=${encodeURIComponent(`select * from ${kind}`)}`),
      ),
    )
    const text = answers.map((each) => each.text).join('')
    expect(text).toContain('<b onmouseover')
    expect(text).toContain('ü'.repeat(2000))
    expect(text).toContain('"TotalAmt":0')
  })

  it('F20: the bookkeeper did something just before', async () => {
    const { get, sandbox } = await meeting('bookkeeper-at-work', { act: 'key-invoice' })
    const before = stateHash(sandbox.company(REALM))
    await get('customer/1')
    expect(stateHash(sandbox.company(REALM))).not.toBe(before)
    expect(sandbox.company(REALM).tables.Invoice.rows.size).toBe(1)
  })
})
