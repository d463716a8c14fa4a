import { Agent, request, type RequestOptions } from 'node:http'
import { createSandbox, startServer, type Sandbox, type WireResponse } from '@tieout/qbo-sandbox'

const REALM = '9130'
const DOCUMENTS = 100_000
const CUSTOMERS = 1000
/** Measured in rounds with all documents there, in time of one core; the median round counts. */
const ROUNDS = 5
const PER_ROUND = 2000
const HTTP_CLIENTS = 8

/** How the QuickBooks sandbox does with a hundred thousand documents in one company. */
export async function run(): Promise<boolean> {
  const world = openWorld()
  const filled = fill(world)
  const inProcess = median(rounds(() => createMany(world, PER_ROUND)))
  const cdc = median(rounds(() => poll(world)))
  const query = median(rounds(() => ask(world, 'select * from Invoice startposition 99001 maxresults 1000')))
  const byTime = median(
    rounds(() =>
      ask(
        world,
        `select * from Invoice where MetaData.LastUpdatedTime > '2026-01-01T12:00:00-08:00' orderby Id`,
      ),
    ),
  )
  const people = median(rounds(() => ask(world, 'select * from Customer startposition 901')))
  const rss = process.memoryUsage.rss() / 2 ** 20
  const http = await overHttp(world)
  const snapshot = timed(() => world.sandbox.snapshot())
  const perSecond = (ms: number) => Math.round((PER_ROUND / ms) * 1000)
  console.table({
    [`fill with ${DOCUMENTS} invoices`]: { ms: Math.round(filled) },
    [`create ${PER_ROUND} invoices in process`]: {
      ms: Math.round(inProcess),
      'a second': perSecond(inProcess),
    },
    [`create ${PER_ROUND} invoices over HTTP`]: { ms: Math.round(http), 'a second': perSecond(http) },
    'change poll of 1000': { ms: rounded(cdc) },
    'query, the last thousand': { ms: rounded(query) },
    'query by time, in order of ids': { ms: rounded(byTime) },
    'query of customers by name': { ms: rounded(people) },
    'snapshot as text': { ms: rounded(snapshot) },
    'memory before the snapshot': { MB: Math.round(rss) },
  })
  console.log(
    JSON.stringify({
      in_process_ops_per_s: perSecond(inProcess),
      http_ops_per_s: perSecond(http),
      cdc_100k_ms: rounded(cdc),
      query_100k_ms: rounded(query),
      rss_mb: Math.round(rss),
    }),
  )
  return true
}

interface World {
  sandbox: Sandbox
  time: { now: number }
  token: string
  customers: string[]
  serial: number
}

function openWorld(): World {
  const time = { now: Date.parse('2026-01-01T20:00:00Z') }
  const sandbox = createSandbox({
    clock: { now: () => time.now },
    throttle: 'off',
    companies: [{ realmId: REALM, name: 'Bench Company' }],
  })
  const world: World = { sandbox, time, token: '', customers: [], serial: 0 }
  for (let count = 0; count < CUSTOMERS; count += 1) {
    world.customers.push(madeId(post(world, 'customer', `{"DisplayName":"Customer ${count}"}`)))
  }
  return world
}

/** A second passes every hundred calls; tokens are renewed as they run out. */
function post(world: World, path: string, body: string): WireResponse {
  world.serial += 1
  if (world.serial % 100 === 1) world.time.now += 1000
  if (world.serial % 100_000 === 1) world.token = newToken(world)
  const response = world.sandbox.handle({
    method: 'POST',
    target: `/v3/company/${REALM}/${path}?minorversion=75&requestid=r${world.serial}`,
    headers: { ...json, authorization: `Bearer ${world.token}` },
    body,
  })
  if (response.status !== 200) throw new Error(`${response.status} ${response.body}`)
  return response
}

const json = { accept: 'application/json', 'content-type': 'application/json' }

function newToken({ sandbox }: World): string {
  const body = JSON.stringify({ realmId: REALM })
  const answer = sandbox.handle({ method: 'POST', target: '/_sandbox/tokens', headers: json, body })
  return (JSON.parse(answer.body) as { access_token: string }).access_token
}

const madeId = ({ body }: WireResponse) => /"Id":"(\d+)","SyncToken"/.exec(body)?.[1] ?? ''

/** What an app would send: two lines, one of them taxed. */
const invoiceOf = (customer: string) =>
  JSON.stringify({
    CustomerRef: { value: customer },
    TxnDate: '2026-01-15',
    PrivateNote: 'psa-invoice',
    Line: [
      {
        Amount: 250,
        Description: 'Support',
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '2' }, UnitPrice: 125, Qty: 2 },
      },
      {
        Amount: 1150,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '6' }, TaxCodeRef: { value: 'TAX' } },
      },
    ],
  })

function createMany(world: World, count: number): void {
  for (let made = 0; made < count; made += 1) {
    post(world, 'invoice', invoiceOf(world.customers[made % CUSTOMERS] ?? ''))
  }
}

const fill = (world: World) => timed(() => createMany(world, DOCUMENTS))

function get(world: World, path: string): WireResponse {
  const response = world.sandbox.handle({
    method: 'GET',
    target: `/v3/company/${REALM}/${path}`,
    headers: { ...json, authorization: `Bearer ${world.token}` },
    body: '',
  })
  if (response.status !== 200) throw new Error(`${response.status} ${response.body}`)
  return response
}

const ask = (world: World, query: string) => get(world, `query?query=${encodeURIComponent(query)}`)

/** The last change poll before now that a client would make: an hour back, cut at a thousand. */
const poll = (world: World) =>
  get(
    world,
    `cdc?entities=Invoice,Payment,Customer&changedSince=${new Date(world.time.now - 600_000).toISOString()}`,
  )

async function overHttp(world: World): Promise<number> {
  const server = await startServer({ handle: (each) => world.sandbox.handle(each), port: 0 })
  world.token = newToken(world)
  const agent = new Agent({ keepAlive: true })
  const headers = { ...json, authorization: `Bearer ${world.token}` }
  const target = { agent, headers, method: 'POST' }
  const client = async () => {
    for (let made = 0; made < PER_ROUND / HTTP_CLIENTS; made += 1) {
      const body = invoiceOf(world.customers[made % CUSTOMERS] ?? '')
      await sent(`${server.url}/v3/company/${REALM}/invoice`, target, body)
    }
  }
  // Both ends work here, so this is time on the wall.
  const started = performance.now()
  await Promise.all(Array.from({ length: HTTP_CLIENTS }, client))
  const ms = performance.now() - started
  agent.destroy()
  await server.close()
  return ms
}

/** Node's own client: the one of `fetch` would need more time than the sandbox. */
const sent = (url: string, options: RequestOptions, body: string) =>
  new Promise<void>((done, failed) => {
    const outgoing = request(url, options, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 200) done()
        else failed(new Error(`${answer.statusCode} over HTTP`))
      })
    })
    outgoing.on('error', failed).end(body)
  })

/** Milliseconds of this thread's own work: what one core needs, whatever else runs on the machine. */
function timed(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

const rounds = (work: () => unknown) => Array.from({ length: ROUNDS }, () => timed(work))
const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
const rounded = (ms: number) => Math.round(ms * 10) / 10
