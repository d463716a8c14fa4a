import { CLIENT_REVIEW, clientReviewHandler } from '@tieout/billing'
import {
  createSmtpTransport,
  MAIL_DELIVERY,
  mailDeliveryHandler,
  mailDeliveryOptions,
  RETENTION_SWEEP,
  retentionHandler,
  retentionTasks,
  SEAL_AUDIT,
  SEAL_INTERVAL_SECONDS,
  sealAuditHandler,
  sweepIdentity,
  type IJobRunner,
  type Inbox,
} from '@tieout/platform'
import type { HostParts } from './composition.ts'

const HOUR = 3600
const IDENTITY_SWEEP = 'identity.sweep'

/** Who does what when a job of this kind comes up. */
export function registerJobs(
  jobs: IJobRunner,
  inbox: Inbox,
  { config, database, clock, log }: HostParts,
): void {
  jobs.registerHandler(CLIENT_REVIEW, clientReviewHandler({ database, clock, inbox }))
  jobs.registerHandler(SEAL_AUDIT, sealAuditHandler({ database, clock, log }), {
    attempts: 1,
    concurrency: 1,
  })
  jobs.registerHandler(RETENTION_SWEEP, retentionHandler({ database, clock, log }, retentionTasks))
  jobs.registerHandler(IDENTITY_SWEEP, async () => void (await sweepIdentity(database, clock)))
  if (!config.smtpUrl) return
  const transport = createSmtpTransport({ url: config.smtpUrl, from: config.mailFrom })
  jobs.registerHandler(
    MAIL_DELIVERY,
    mailDeliveryHandler({ database, clock, log, jobs, transport, publicOrigin: config.publicOrigin }),
    mailDeliveryOptions,
  )
}

/** Registering what is registered already changes nothing, so every start may do it. */
export async function scheduleRecurringWork(jobs: IJobRunner): Promise<void> {
  const everybody = { tenant: null }
  for (const [kind, everySeconds] of [
    [SEAL_AUDIT, SEAL_INTERVAL_SECONDS],
    [IDENTITY_SWEEP, HOUR],
    [RETENTION_SWEEP, 24 * HOUR],
  ] as const) {
    await jobs.scheduleRecurringJob(kind, { everySeconds }, everybody, { singletonKey: kind })
  }
}
