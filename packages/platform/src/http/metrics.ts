import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  /** One answered request; `route` is a declared path so that ids never become labels. */
  answered(facts: { method: string; route: string; status: number; seconds: number }): void
  /** A number read when somebody looks, such as the jobs waiting. */
  gauge(name: string, help: string, read: () => Promise<number>): void
  text(): Promise<{ contentType: string; body: string }>
}

let processRegistry: Registry | null = null

/** Of the process, whatever it is made of: its clocks tick for as long as it lives, so they are started once. */
function ofProcess(): Registry {
  if (processRegistry === null) {
    processRegistry = new Registry()
    collectDefaultMetrics({ register: processRegistry, prefix: 'tieout_' })
  }
  return processRegistry
}

export function createMetrics(): Metrics {
  const own = ofProcess()
  const registry = new Registry()
  const requests = new Counter({
    name: 'tieout_http_requests_total',
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'tieout_http_request_seconds',
    help: 'Time from request to answer.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  return {
    answered({ method, route, status, seconds }) {
      requests.inc({ method, route, status: String(status) })
      duration.observe({ route }, seconds)
    },
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({
        name: `tieout_${name}`,
        help,
        registers: [registry],
        async collect() {
          gauge.set(await read())
        },
      })
    },
    async text() {
      const all = Registry.merge([own, registry])
      return { contentType: all.contentType, body: await all.metrics() }
    },
  }
}
