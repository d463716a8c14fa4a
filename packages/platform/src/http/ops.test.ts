import { PerformanceObserver } from 'node:perf_hooks'
import { describe, expect, it, vi } from 'vitest'
import { createMetrics } from './metrics.ts'
import { createOps } from './ops.ts'

const healthy = { database: { ping: async () => {} }, jobs: { isHealthy: async () => true } }

function ops(
  parts: { ping?: () => Promise<void>; isHealthy?: () => Promise<boolean>; metricsToken?: string } = {},
) {
  const metrics = createMetrics()
  metrics.answered({ method: 'GET', route: '/clients/:clientId', status: 200, seconds: 0.01 })
  const answer = createOps({
    database: { ...healthy.database, ...(parts.ping && { ping: parts.ping }) },
    jobs: { ...healthy.jobs, ...(parts.isHealthy && { isHealthy: parts.isHealthy }) },
    metrics,
    metricsToken: parts.metricsToken,
  })
  return (path: string, ip = '127.0.0.1', headers: Record<string, string> = {}) =>
    answer(new Request(`http://tieout.test${path}`, { headers }), ip)
}

describe('the operator’s addresses', () => {
  it('say that the process lives, without asking anybody', async () => {
    const answer = await ops({ ping: () => Promise.reject(new Error('down')) })('/healthz')
    expect([answer?.status, await answer?.text()]).toEqual([200, 'ok'])
  })

  it.each([
    ['everything answers', {}, 200, { database: true, jobs: true }],
    [
      'the database is away',
      { ping: () => Promise.reject(new Error('down')) },
      503,
      { database: false, jobs: true },
    ],
    ['the jobs stand still', { isHealthy: async () => false }, 503, { database: true, jobs: false }],
  ])('say when %s', async (_what, parts, status, body) => {
    const answer = await ops(parts)('/readyz')
    expect([answer?.status, await answer?.json()]).toEqual([status, body])
  })

  it('count requests by declared route, never by actual address', async () => {
    const text = await (await ops()('/metrics'))?.text()
    expect(text).toContain(
      'tieout_http_requests_total{method="GET",route="/clients/:clientId",status="200"} 1',
    )
  })

  it('tell of the process once, and of each host its own requests', async () => {
    const observed = vi.spyOn(PerformanceObserver.prototype, 'observe')
    const texts = await Promise.all([ops(), ops()].map(async (each) => (await each('/metrics'))?.text()))
    expect(observed).not.toHaveBeenCalled()
    for (const text of texts) {
      expect(text?.match(/^tieout_process_cpu_seconds_total /gm)).toHaveLength(1)
      expect(text?.match(/^tieout_http_requests_total\{/gm)).toHaveLength(1)
    }
  })

  it('keep metrics to this machine, or to who holds the token', async () => {
    expect((await ops()('/metrics', '203.0.113.9'))?.status).toBe(403)
    const guarded = ops({ metricsToken: 'a-long-metrics-token' })
    expect((await guarded('/metrics', '127.0.0.1'))?.status).toBe(403)
    expect((await guarded('/metrics', '203.0.113.9', { authorization: 'Bearer wrong' }))?.status).toBe(403)
    const told = await guarded('/metrics', '203.0.113.9', { authorization: 'Bearer a-long-metrics-token' })
    expect(told?.status).toBe(200)
  })

  it('leave every other address alone', async () => {
    expect(await ops()('/sign-in')).toBeNull()
  })
})
