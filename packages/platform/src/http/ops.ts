import type { Database } from '../db/tenancy.ts'
import type { IJobRunner } from '../jobs/runner.ts'
import { sameText } from './csrf.ts'
import type { Metrics } from './metrics.ts'

export interface OpsParts {
  database: Pick<Database, 'ping'>
  jobs: Pick<IJobRunner, 'isHealthy'>
  metrics: Metrics
  /** Without one, metrics are for this machine alone. */
  metricsToken?: string
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** The three addresses an orchestrator knows. `null` when the path is none of them. */
export function createOps(parts: OpsParts) {
  return async (request: Request, ip: string): Promise<Response | null> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/healthz') return plain(200, 'ok')
    if (pathname === '/readyz') return await readiness(parts)
    if (pathname !== '/metrics') return null
    if (!mayRead(request, ip, parts.metricsToken)) return plain(403, 'forbidden')
    const { contentType, body } = await parts.metrics.text()
    return new Response(body, { headers: { 'content-type': contentType } })
  }
}

async function readiness(parts: OpsParts): Promise<Response> {
  const [database, jobs] = await Promise.all([
    parts.database.ping().then(
      () => true,
      () => false,
    ),
    parts.jobs.isHealthy().catch(() => false),
  ])
  return Response.json({ database, jobs }, { status: database && jobs ? 200 : 503 })
}

function mayRead(request: Request, ip: string, token: string | undefined): boolean {
  if (token) return sameText(request.headers.get('authorization') ?? '', `Bearer ${token}`)
  return LOOPBACK.has(ip)
}

const plain = (status: number, text: string) =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
