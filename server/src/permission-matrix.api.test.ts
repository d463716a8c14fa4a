import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { UseCase } from '@tieout/platform/contract'
import { unreachableAccounting } from './accounting/testing/unreachable.ts'
import { PERMISSION_MATRIX, type Who } from './permission-matrix.ts'
import { createTestHost, type Person, type TestHost } from './testing/test-host.ts'
import { CUSTODY_MATRIX } from './testing/test-plugin/contract.ts'
import { createCustodyTable } from './testing/test-plugin/entries.ts'
import { custodyPlugin } from './testing/test-plugin/server-plugin.ts'

/** With a module plugged in, whose routes obey like all others. */
const MATRIX: Record<string, string> = { ...PERMISSION_MATRIX, ...CUSTODY_MATRIX }

/** The first company's people; the bookkeeper keeps two companies' books and says which. */
const SIGN_INS: Record<
  Exclude<Who, 'N'>,
  [email: string, where?: { audience?: 'portal' | 'operator'; tenant?: string }]
> = {
  A: ['ada@harborlane.example'],
  B: ['bill@harborlane.example'],
  K: ['ruth@ledgerhouse.example', { tenant: 'harbor-lane' }],
  T: ['theo@harborlane.example'],
  P: ['pia@cedarclinic.example', { audience: 'portal' }],
  O: ['operator@tieout.example', { audience: 'operator' }],
}

const NO_SUCH_ID = '11111111-1111-4111-8111-111111111111'

describe('the permission matrix', () => {
  let test: TestHost
  let useCases: UseCase[]

  beforeAll(async () => {
    test = await createTestHost({
      plugins: [custodyPlugin, unreachableAccounting],
      prepare: createCustodyTable,
    })
    await test.host.jobs.start()
    useCases = test.host.implementations.map((each) => each.useCase).filter((each) => each.http)
  })
  afterAll(async () => {
    await test.host.jobs.stop(1)
    await test.close()
  })

  it('lists every route, and only routes', () => {
    expect(useCases.map((each) => each.name).toSorted()).toEqual(Object.keys(MATRIX).toSorted())
  })

  it('has a file beside every list, but for those named here', () => {
    const paths = new Set<string>(useCases.map((each) => each.http?.path ?? ''))
    const lists = useCases.filter(isPaged).map((each) => each.http?.path ?? '')
    const withoutFile = lists.filter((path) => !paths.has(`${path}.csv`))
    expect(withoutFile.toSorted()).toEqual(Object.keys(NO_FILES).toSorted())
  })

  it.each(Object.keys(SIGN_INS) as (keyof typeof SIGN_INS)[])('holds for %s on every route', async (who) => {
    const wrong: string[] = []
    let person: Person = await test.as(...SIGN_INS[who])
    for (const useCase of useCases) {
      const answer = await person.ask(useCase.http?.method ?? 'GET', addressOf(useCase)).send(bodyOf(useCase))
      const may = MATRIX[useCase.name]?.includes(who)
      // Let in, nonsense is answered as nonsense; shut out, it is never even read.
      const letIn = answer.body?.code !== 'not-allowed' && answer.status !== 401
      const credentials = answer.body?.code === 'wrong-credentials'
      if (may !== (letIn || credentials) || answer.status >= 500)
        wrong.push(`${useCase.name}: ${answer.status} ${answer.text}`)
      if (useCase.name.startsWith('session.')) person = await test.as(...SIGN_INS[who])
    }
    expect(wrong).toEqual([])
  })

  it('holds for nobody on every route', async () => {
    const wrong: string[] = []
    for (const useCase of useCases) {
      const method = (useCase.http?.method ?? 'GET').toLowerCase() as
        'get' | 'post' | 'put' | 'patch' | 'delete'
      const agent = supertest(test.server)
      const answer = await agent[method](`/api/v1${addressOf(useCase)}`).send(bodyOf(useCase))
      const may = MATRIX[useCase.name]?.includes('N')
      if (may === (answer.body?.code === 'not-signed-in') || answer.status >= 500)
        wrong.push(`${useCase.name}: ${answer.status}`)
    }
    expect(wrong).toEqual([])
  })
})

/** Lists nobody takes away as a file, and why. */
const NO_FILES: Record<string, string> = {
  '/inbox/tasks': 'work to act on; each one says what it wants in the reader’s own words',
  '/notifications': 'gone when read',
  '/jobs': 'for whoever runs the product',
  '/job-schedules': 'for whoever runs the product',
  '/operator/jobs': 'for whoever runs the product',
  '/operator/tenants': 'for whoever runs the product',
  '/sessions': 'one’s own devices',
  '/roles': 'setting up',
  '/inbox/definitions': 'setting up',
  '/tax-regions': 'setting up',
  '/payment-terms': 'setting up',
  '/invoices/:invoiceId/transactions': 'a few lines of one document',
  '/portal/credits': 'a few pools of one client',
  '/accounting/connections/:connectionId/mapping/:kind': 'setting up',
  '/accounting/exclusions': 'setting up',
  '/accounting/connections/:connectionId/cycles': 'when the sync ran; what it did stands in the transactions',
}

const isPaged = ({ http, output }: UseCase) =>
  http?.method === 'GET' && output instanceof z.ZodObject && 'nextCursor' in output.shape

const addressOf = (useCase: UseCase) => (useCase.http?.path ?? '').replaceAll(/:\w+/g, NO_SUCH_ID)

/** Deliberately not what the route wants, so that asking changes nothing. */
const bodyOf = (useCase: UseCase) => (useCase.http?.method === 'GET' ? undefined : { nonsense: true })
