import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountingHost, thereUnder } from './testing/accounting-host.ts'
import {
  base,
  bill,
  clientCalled,
  connection,
  invoiceFor,
  link,
  list,
  openMapping,
  press,
  rowOf,
  statusOf,
  taskOf,
  world,
} from './testing/mapping-world.ts'
import { customersCalled, keepCustomers } from './testing/over-there.ts'

beforeAll(openMapping)
afterAll(() => world.close())

describe('what a document names', () => {
  it('is told with what stands for each, inactive ones as such', async () => {
    const { clientId } = clientCalled('Lantern Press')
    await keepCustomers(world, connection, [{ id: '920', name: 'Lantern' }])
    await link('client', clientId, '920').expect(200)
    const made = await invoiceFor(clientId)
    await thereUnder(world, made.number)
    const { rows } = world.sandbox.company(connection.realm).tables.Item
    const row = rows.get('1')
    if (row === undefined) throw new Error('the company sells nothing')
    rows.set('1', { ...row, Active: false })
    await keepCustomers(world, connection, [])
    const { body } = await bill.ask('GET', `${base}/named/${made.invoiceId}`)
    expect(
      body.items.map((each: { kind: string; row: { linked: { active: boolean } | null } }) => [
        each.kind,
        each.row.linked?.active ?? null,
      ]),
    ).toEqual([
      ['client', true],
      ['service', false],
      ['terms', null],
    ])
    rows.set('1', row)
    await keepCustomers(world, connection, [])
  })
})

describe('a customer created now', () => {
  const create = (clientId: string) => bill.ask('POST', `${base}/customers`).send({ clientId })

  it('is one, though it is asked for twice at once, and sets free what waited', async () => {
    const { clientId } = clientCalled('Old Mill Brewing')
    const made = await invoiceFor(clientId)
    const { taskId } = await taskOf('accounting_sync_customer_unlinked', 'Old Mill Brewing')
    const answers = await Promise.all([create(clientId), create(clientId), create(clientId)])
    for (const answer of answers) expect(answer.status, answer.text).toBe(200)
    expect(new Set(answers.map((each) => each.body.externalId)).size).toBe(1)
    expect(customersCalled(world, connection, 'Old Mill Brewing')).toHaveLength(1)
    expect(await statusOf(taskId)).toBe('cancelled')
    await thereUnder(world, made.number)
    expect((await create(clientId)).body).toMatchObject({ kind: 'adopted', released: 0 })
  })

  it('leaves who asked, whatever becomes of it', async () => {
    const { clientId } = clientCalled('Tidewater Legal LLP')
    const told = async () =>
      (await bill.ask('GET', `/audit-events?entityId=${clientId}&limit=50`)).body.items
        .filter((each: { action: string }) => each.action.startsWith('accounting_customer.'))
        .map((each: { action: string; actor: { name: string } }) => `${each.action} by ${each.actor.name}`)
    const usual = world.sandbox.interfere
    world.sandbox.interfere = (call) => {
      if (call.what !== 'create Customer') return usual(call)
      return { instead: { status: 503, headers: {}, body: '' } }
    }
    expect((await create(clientId)).body).toEqual({ kind: 'unreachable' })
    world.sandbox.interfere = usual
    const asked = 'accounting_customer.asked_for by Bill Moreau'
    expect(await told()).toEqual(['accounting_customer.unreachable by Bill Moreau', asked])
    expect((await create(clientId)).body).toMatchObject({ kind: 'created' })
    expect((await told()).slice(0, 2)).toEqual(['accounting_customer.created by Bill Moreau', asked])
  })

  it('is refused for a client that is not known', async () => {
    const answer = await create('00000000-0000-4000-8000-00000000dead')
    expect(answer.body).toMatchObject({ status: 404, code: 'accounting-no-entity' })
  })
})

describe('a client that is left out', () => {
  const at = { exclusions: '/accounting/exclusions' }

  // capability control stays: A client that is left out, with the reason, until it is taken back in
  it('waits with its reason, closes its task, and goes out once it is taken back in', async () => {
    const { clientId } = clientCalled('Wren & Sparrow Bakery')
    const made = await invoiceFor(clientId)
    const { taskId } = await taskOf('accounting_sync_customer_unlinked', 'Wren & Sparrow Bakery')
    const out = { entityType: 'client', entityId: clientId }
    const reason = 'paid in bread'
    expect((await bill.ask('POST', at.exclusions).send({ ...out, reason })).body).toEqual({ held: 1 })
    expect(await statusOf(taskId)).toBe('cancelled')
    expect(await rowOf('client', clientId)).toMatchObject({ tab: 'ignored', excludedBecause: reason })
    expect((await bill.ask('GET', at.exclusions)).body.items).toMatchObject([
      { ...out, name: 'Wren & Sparrow Bakery', reason, byName: expect.stringMatching(/\w/) },
    ])
    // Pressed again, the first reason stands and nothing more is held.
    const again = await bill.ask('POST', at.exclusions).send({ ...out, reason: 'another reason' })
    expect(again.body).toEqual({ held: 0 })
    await keepCustomers(world, connection, [{ id: '930', name: 'Wren & Sparrow Bakery' }])
    await link('client', clientId, '930').expect(200)
    const back = () => bill.ask('POST', `${at.exclusions}/take-back`).send(out)
    expect((await back()).body).toEqual({ released: 1 })
    expect((await back()).body).toEqual({ released: 0 })
    await thereUnder(world, made.number)
    expect((await bill.ask('GET', at.exclusions)).body.items).toEqual([])
  })

  it('may be so from its task, with the reason on it', async () => {
    const { clientId } = clientCalled('Bluefin Seafood Co.')
    await invoiceFor(clientId)
    const { taskId } = await taskOf('accounting_sync_customer_unlinked', 'Bluefin Seafood Co.')
    const missing = await press(taskId, 'leave_out', {})
    expect(missing.status).toBe(400)
    await press(taskId, 'leave_out', { reason: 'a barter deal' }).expect(200)
    expect(await rowOf('client', clientId)).toMatchObject({
      tab: 'ignored',
      excludedBecause: 'a barter deal',
    })
    const { body } = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(body).toMatchObject({ status: 'done', response: { held: 1, reason: 'a barter deal' } })
  })

  it('is named, and belongs to this tenant', async () => {
    const unknown = { entityType: 'client', entityId: '00000000-0000-4000-8000-00000000dead' }
    const answer = await bill.ask('POST', at.exclusions).send({ ...unknown, reason: 'nobody knows' })
    expect(answer.body).toMatchObject({ status: 404, code: 'accounting-no-entity' })
  })
})

describe('exact suggestions', () => {
  it('are accepted by the hundred, each alone, in as many statements as a few take', async () => {
    const named = (n: number) => `Ash & Sons ${String(n).padStart(3, '0')}`
    const made: string[] = []
    for (let n = 0; n < 100; n += 1) {
      const client = await bill.ask('POST', '/clients').send({ displayName: named(n), currency: 'USD' })
      expect(client.status, client.text).toBe(201)
      made.push(client.body.clientId)
    }
    await keepCustomers(
      world,
      connection,
      made.map((_, n) => ({ id: String(2000 + n), name: named(n) })),
    )
    const accept = async (entityIds: string[]) => {
      let statements = 0
      const count = ({ sql }: { sql: string }) => {
        if (/accounting_|tenant_external|inbox_tasks/.test(sql)) statements += 1
      }
      world.test.db.app.on('query', count)
      const answer = await bill.ask('POST', `${base}/mapping/client/accept`).send({ entityIds })
      world.test.db.app.off('query', count)
      expect(answer.status, answer.text).toBe(200)
      return { ...answer.body, statements }
    }
    const { exact } = await list('client', 'limit=1')
    expect(exact).toEqual(expect.arrayContaining(made))
    const few = await accept(made.slice(0, 2))
    const many = await accept([...made.slice(2), clientCalled('Tidewater Legal LLP').clientId])
    expect(few).toMatchObject({ linked: 2, left: [] })
    expect(many).toMatchObject({ linked: 98, left: [clientCalled('Tidewater Legal LLP').clientId] })
    // Other work of this process may come in between; a statement for each row would be a hundred more.
    expect(many.statements).toBeLessThan(few.statements + 20)
    expect((await list('client', 'tab=mapped&search=ash+%26+sons&limit=200')).items).toHaveLength(100)
  })
})

describe('taxes, where a line has a code of its own', () => {
  // capability customers out: Taxes go as the code that somebody linked to their combination, where lines have codes
  it('are asked for by their names, and answered from the task', async () => {
    const { owner } = world.test.db
    await owner('accounting_connections').update({
      facts: owner.raw(`jsonb_set(facts, '{lineTax}', '"code"')`),
    })
    const { items, lineTax } = await list('tax')
    expect(lineTax).toBe('code')
    expect(items.map((each: { entityId: string }) => each.entityId)).toContain('none')
    const combined = items.find((each: { entityId: string }) => each.entityId !== 'none')
    expect(combined).toMatchObject({
      name: expect.stringMatching(/\w/),
      detail: expect.stringContaining('%'),
    })
    const { clientId } = clientCalled('Lantern Press')
    await invoiceFor(clientId)
    const { taskId, title } = await taskOf('accounting_sync_unmapped_tax', '')
    expect(title.params).toMatchObject({ which: 'none' })
    const [code] = (await bill.ask('GET', `${base}/entries/tax_code`)).body.items
    await press(taskId, 'map', { externalId: code.id }).expect(200)
    expect(await rowOf('tax', 'none')).toMatchObject({ tab: 'mapped', linked: { externalId: code.id } })
    const { body } = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(body).toMatchObject({ status: 'done', response: { released: 1 } })
  })
})

describe('in the community edition', () => {
  it('none of it is there', async () => {
    const community = await createAccountingHost({ edition: 'community' })
    for (const path of [`${base}/mapping/client`, '/accounting/exclusions']) {
      expect((await community.bill.ask('GET', path)).status).toBe(404)
    }
    await community.close()
  })
})
