import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { thereUnder } from './testing/accounting-host.ts'
import {
  base,
  bill,
  clientCalled,
  clients,
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
import { keepCustomers } from './testing/over-there.ts'

beforeAll(openMapping)
afterAll(() => world.close())

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

  it('lets taxes be mapped where the company reckons by groups of rates, and not where it keeps to our tax', async () => {
    const { owner } = world.test.db
    const becomes = (lineTax: string) =>
      owner('accounting_connections').update({
        facts: owner.raw(`jsonb_set(facts, '{lineTax}', '"${lineTax}"')`),
      })
    const byGroup = await list('tax', 'limit=200')
    expect(byGroup.lineTax).toBe('group')
    const ids = byGroup.items.map((each: { entityId: string }) => each.entityId)
    expect(ids.length).toBeGreaterThan(0)
    expect(ids).not.toContain('none')
    await becomes('flag')
    expect((await list('tax')).lineTax).toBe('flag')
    await becomes('group')
  })

  it('names lines without a service', async () => {
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
    await keepCustomers(world, connection, [{ id: '911', name: 'Saltbox' }])
    const { clientId } = clientCalled('Saltbox Architects')
    const made = await invoiceFor(clientId)
    const { taskId } = await taskOf('accounting_sync_customer_unlinked', 'Saltbox Architects')
    const answers = await Promise.all([
      link('client', clientId, '911'),
      press(taskId, 'map', { externalId: '911' }),
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
    await link('client', clientId, '911').expect(200)
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
    expect(body.actions.map((each: { name: string }) => each.name)).toEqual([
      'map',
      'leave_for_first_export',
      'leave_out',
    ])
    expect(body.actions[0].effect).toMatchObject({ params: { documents: 1, others: 0, money: '$100.00' } })
    await keepCustomers(world, connection, [{ id: '920', name: 'Lantern' }])
    await press(taskId, 'map', { externalId: '920' }).expect(200)
    const done = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(done.body).toMatchObject({ status: 'done', response: { released: 1 } })
  })
})
