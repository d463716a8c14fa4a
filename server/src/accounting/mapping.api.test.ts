import type { Connection } from '@tieout/accounting-sync'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Person } from '../testing/test-host.ts'
import { connect, createAccountingHost, thereUnder, type AccountingHost } from './testing/accounting-host.ts'
import { customersCalled, keepCustomers } from './testing/over-there.ts'

let world: AccountingHost
let bill: Person
let connection: Connection
let base: string
let clients: { clientId: string; displayName: string; currency: string }[]
let service: { serviceId: string; name: string }

beforeAll(async () => {
  world = await createAccountingHost()
  bill = world.bill
  connection = await connect(world)
  base = `/accounting/connections/${connection.connectionId}`
  clients = (await bill.ask('GET', '/clients?limit=50')).body.items
  service = (await bill.ask('GET', '/services?limit=1')).body.items[0]
  await keepCustomers(world, connection, [
    { id: '901', name: 'Cedar Clinic', email: 'AP@cedarclinic.example' },
    { id: '902', name: 'Tidewater Legal' },
    { id: '903', name: 'Maple Row Veterinary' },
    { id: '904', name: 'Osprey Logistics', currency: 'EUR' },
    { id: '905', name: 'A stranger' },
  ])
  await link('service', service.serviceId, '1').expect(200)
})
afterAll(() => world.close())

const clientCalled = (name: string) => {
  const found = clients.find((each) => each.displayName === name)
  if (found === undefined) throw new Error(`no client is called ${name}`)
  return found
}
const list = async (kind: string, query = '') =>
  (await bill.ask('GET', `${base}/mapping/${kind}?${query}`).expect(200)).body
const rowOf = async (kind: string, entityId: string) =>
  (await list(kind, `entityId=${encodeURIComponent(entityId)}`)).items[0]
const link = (kind: string, entityId: string, externalId: string, person = bill) =>
  person.ask('POST', `${base}/mapping/${kind}/link`).send({ entityId, externalId })

/** An invoice of one line, finalized. */
async function invoiceFor(
  clientId: string,
  serviceId: string | null = service.serviceId,
): Promise<{ invoiceId: string; number: string }> {
  const lines = [{ description: 'Care', serviceId, unitPriceMinor: 10_000, taxable: false }]
  const made = await bill.ask('POST', '/invoices').send({ clientId, lines })
  expect(made.status, made.text).toBe(201)
  const { invoiceId } = made.body
  await bill
    .ask('POST', '/invoices/finalize')
    .send({ invoiceIds: [invoiceId] })
    .expect(200)
  return (await bill.ask('GET', `/invoices/${invoiceId}`)).body
}

const taskOf = (kind: string, name: string): Promise<{ taskId: string; title: { params: object } }> =>
  vi.waitFor(
    async () => {
      const { body } = await bill.ask('GET', `/inbox/tasks?kind=${kind}&limit=50`)
      const found = body.items.find(
        (each: { title: { params: { name?: string } } }) => each.title.params.name === name,
      )
      expect(found, `a task about ${name}`).toBeDefined()
      return found
    },
    { timeout: 20_000, interval: 100 },
  )
const statusOf = async (taskId: string) => (await bill.ask('GET', `/inbox/tasks/${taskId}`)).body.status
const press = (taskId: string, action: string, input: object) =>
  bill.ask('POST', `/inbox/tasks/${taskId}/actions/${action}`).send({ input })

describe('the workbench', () => {
  it('puts everything into its tab, with what is suggested and why', async () => {
    const { items, counts, catalogue, exact } = await list('client', 'limit=200')
    const row = (name: string) => items.find((each: { name: string }) => each.name === name)
    expect(row('Cedar Clinic')).toMatchObject({
      tab: 'suggested',
      suggestion: { externalId: '901', reasons: ['same_name', 'same_email'] },
    })
    expect(row('Tidewater Legal LLP')).toMatchObject({
      tab: 'review',
      suggestion: { externalId: '902', reasons: ['similar_name'] },
    })
    expect(row('Quarry Hill Dental')).toMatchObject({ tab: 'review', suggestion: null, candidates: 0 })
    expect(exact).toEqual([clientCalled('Cedar Clinic').clientId])
    expect(counts.suggested + counts.review + counts.mapped + counts.ignored).toBe(items.length)
    expect(catalogue.active).toBeGreaterThan(4)
  })

  it('never brings together what is kept in different currencies (L12)', async () => {
    // Theirs is in dollars, ours in Canadian dollars; and the other way round with euros.
    for (const name of ['Maple Row Veterinary', 'Osprey Logistics']) {
      const { clientId } = clientCalled(name)
      expect(await rowOf('client', clientId)).toMatchObject({ tab: 'review', suggestion: null })
    }
    const offered = async (currency: string) =>
      (await bill.ask('GET', `${base}/entries/customer?search=osprey&currency=${currency}`)).body.items
    expect(await offered('USD')).toEqual([])
    expect(await offered('EUR')).toMatchObject([{ id: '904', takenBy: null }])
    const refused = await link('client', clientCalled('Osprey Logistics').clientId, '904')
    expect(refused.body).toMatchObject({ status: 409, code: 'accounting-entry-currency' })
  })

  it('finds by name, sorts by name, and pages without losing or repeating a row', async () => {
    expect((await list('client', 'search=osprey')).items).toMatchObject([{ name: 'Osprey Logistics' }])
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await list(
        'client',
        `sort=name&limit=5${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      seen.push(...page.items.map((each: { name: string }) => each.name))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual(clients.map((each) => each.displayName).toSorted())
    expect((await list('client', 'cursor=nonsense')).items.length).toBe(seen.length)
  })

  it('asks nothing about taxes where a line is just taxable or not, and names lines without a service', async () => {
    expect((await list('tax')).lineTax).toBe('flag')
    const services = await list('service', 'limit=200')
    expect(services.items.map((each: { entityId: string }) => each.entityId)).toContain('none')
    expect((await list('terms')).items.length).toBeGreaterThan(0)
  })

  it('is not there for a company of others, or for none', async () => {
    const bea = await world.test.as('bea@juniperridge.example')
    for (const path of ['/mapping/client', '/entries/item', '/mapping/client/held?entityId=x']) {
      expect((await bea.ask('GET', `${base}${path}`)).body).toMatchObject({
        status: 404,
        code: 'accounting-no-connection',
      })
    }
    const foreign = await link('client', clientCalled('Osprey Logistics').clientId, '905', bea)
    expect(foreign.status).toBe(404)
    const unknown = await link('client', '00000000-0000-4000-8000-00000000dead', '905')
    expect(unknown.body).toMatchObject({ status: 404, code: 'accounting-no-entity' })
  })
})

describe('a link', () => {
  it('releases what waited, closes its task and tells the audit', async () => {
    const { clientId } = clientCalled('Quarry Hill Dental')
    const made = await invoiceFor(clientId)
    const { taskId } = await taskOf('accounting_sync_customer_unlinked', 'Quarry Hill Dental')
    const held = await bill.ask('GET', `${base}/mapping/client/held?entityId=${clientId}`)
    expect(held.body).toMatchObject({
      documents: 1,
      money: [{ amountMinor: 10_000, currency: 'USD' }],
      items: [{ documentId: made.invoiceId, number: made.number }],
    })
    expect((await list('client')).items[0]).toMatchObject({ entityId: clientId, holdsUp: { operations: 1 } })
    expect((await link('client', clientId, '905').expect(200)).body).toEqual({ released: 1 })
    expect(await statusOf(taskId)).toBe('cancelled')
    expect(await thereUnder(world, made.number)).toMatchObject({ CustomerRef: { value: '905' } })
    const audit = await bill.ask('GET', '/audit-events?action=accounting_mapping.linked&limit=50')
    expect(audit.body.items[0]).toMatchObject({ after: { name: 'Quarry Hill Dental', externalId: '905' } })
    const entries = await bill.ask('GET', `${base}/entries/customer?search=stranger`)
    expect(entries.body.items).toMatchObject([{ id: '905', takenBy: 'Quarry Hill Dental' }])
  })

  it('is one alone when two people give the same customer to two clients at once', async () => {
    await keepCustomers(world, connection, [{ id: '910', name: 'Wanted twice' }])
    const wanting = ['Saltbox Architects', 'Granite State Motors', 'Bluefin Seafood Co.'].map(clientCalled)
    const answers = await Promise.all(wanting.map(({ clientId }) => link('client', clientId, '910')))
    expect(answers.map((each) => each.status).toSorted()).toEqual([200, 409, 409])
    for (const { status, body } of answers) {
      if (status === 409) expect(body.code).toBe('accounting-entry-taken')
    }
    const taker = answers.findIndex((each) => each.status === 200)
    const unlink = { entityId: wanting[taker]?.clientId }
    await bill.ask('POST', `${base}/mapping/client/unlink`).send(unlink).expect(200)
  })

  it('may be made from the workbench and from the task at the same moment', async () => {
    const { clientId } = clientCalled('Saltbox Architects')
    const made = await invoiceFor(clientId)
    const { taskId } = await taskOf('accounting_sync_customer_unlinked', 'Saltbox Architects')
    const answers = await Promise.all([
      link('client', clientId, '910'),
      press(taskId, 'map', { externalId: '910' }),
    ])
    // Whoever came second is told that it is done, or does it once more; nobody meets a dead end.
    expect(answers.filter((each) => each.status === 200).length).toBeGreaterThan(0)
    for (const { status, body } of answers) {
      if (status !== 200) expect([status, body.code]).toEqual([409, 'task-already-resolved'])
    }
    await thereUnder(world, made.number)
  })

  it('that is taken back lets later documents wait for another', async () => {
    const { clientId } = clientCalled('Saltbox Architects')
    const unlink = () => bill.ask('POST', `${base}/mapping/client/unlink`).send({ entityId: clientId })
    expect((await unlink()).body).toEqual({ unlinked: true })
    expect((await unlink()).body).toEqual({ unlinked: false })
    const made = await invoiceFor(clientId)
    await taskOf('accounting_sync_customer_unlinked', 'Saltbox Architects')
    await link('client', clientId, '910').expect(200)
    await thereUnder(world, made.number)
  })

  it('of lines without a service is chosen and taken back like the others', async () => {
    expect(await rowOf('service', 'none')).toMatchObject({ tab: 'review', linked: null })
    expect((await link('service', 'none', 'no such')).body.code).toBe('accounting-entry-unknown')
    await link('service', 'none', '1').expect(200)
    expect(await rowOf('service', 'none')).toMatchObject({ tab: 'mapped', linked: { externalId: '1' } })
    const unlink = { entityId: 'none' }
    await bill.ask('POST', `${base}/mapping/service/unlink`).send(unlink).expect(200)
    expect(await rowOf('service', 'none')).toMatchObject({ tab: 'review', linked: null })
  })

  it('is asked for by name before anything is pressed, and told afterwards', async () => {
    const { clientId } = clientCalled('Lantern Press')
    await invoiceFor(clientId)
    const { taskId, title } = await taskOf('accounting_sync_customer_unlinked', 'Lantern Press')
    expect(title.params).toMatchObject({ which: 'named', documents: 1 })
    const { body } = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(body.context).toMatchObject({ entityId: clientId, currency: 'USD' })
    expect(body.actions.map((each: { name: string }) => each.name)).toEqual(['map', 'leave_out'])
    expect(body.actions[0].effect).toMatchObject({ params: { documents: 1, others: 0, money: '$100.00' } })
    await keepCustomers(world, connection, [{ id: '920', name: 'Lantern' }])
    await press(taskId, 'map', { externalId: '920' }).expect(200)
    const done = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(done.body).toMatchObject({ status: 'done', response: { released: 1 } })
  })
})

describe('what a document names', () => {
  it('is told with what stands for each, inactive ones as such', async () => {
    const { clientId } = clientCalled('Lantern Press')
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

  it('is refused for a client that is not known', async () => {
    const answer = await create('00000000-0000-4000-8000-00000000dead')
    expect(answer.body).toMatchObject({ status: 404, code: 'accounting-no-entity' })
  })
})

describe('a client that is left out', () => {
  const at = { exclusions: '/accounting/exclusions' }

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
