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
  type HandlerOptions,
  type IJobRunner,
  type Inbox,
  type JobHandler,
  type JobPayload,
} from '@tieout/platform'
import type { HostParts } from './composition.ts'

/** Who does what when a job of this kind comes up. */
export interface BackgroundWork {
  kind: string
  handler: JobHandler<JobPayload>
  options?: HandlerOptions
  /** Comes up by itself so often, across tenants. Left out: when somebody schedules it. */
  everySeconds?: number
}

const HOUR = 3600
const IDENTITY_SWEEP = 'identity.sweep'

/** What the host itself does in the background. */
export function ownWork(
  jobs: IJobRunner,
  inbox: Inbox,
  { config, database, clock, log }: HostParts,
): BackgroundWork[] {
  const work: BackgroundWork[] = [
    { kind: CLIENT_REVIEW, handler: clientReviewHandler({ database, clock, inbox }) },
    {
      kind: SEAL_AUDIT,
      handler: sealAuditHandler({ database, clock, log }),
      options: { attempts: 1, concurrency: 1 },
      everySeconds: SEAL_INTERVAL_SECONDS,
    },
    {
      kind: RETENTION_SWEEP,
      handler: retentionHandler({ database, clock, log }, retentionTasks),
      everySeconds: 24 * HOUR,
    },
    {
      kind: IDENTITY_SWEEP,
      handler: async () => void (await sweepIdentity(database, clock)),
      everySeconds: HOUR,
    },
  ]
  if (!config.smtpUrl) return work
  const transport = createSmtpTransport({ url: config.smtpUrl, from: config.mailFrom })
  const { publicOrigin } = config
  const handler = mailDeliveryHandler({ database, clock, log, jobs, transport, publicOrigin })
  return [...work, { kind: MAIL_DELIVERY, handler, options: mailDeliveryOptions }]
}

/** Registering what is registered already changes nothing, so every start may do it. */
export async function scheduleRecurringWork(
  jobs: IJobRunner,
  work: readonly BackgroundWork[],
): Promise<void> {
  const everybody = { tenant: null }
  for (const { kind, everySeconds } of work) {
    if (everySeconds === undefined) continue
    await jobs.scheduleRecurringJob(kind, { everySeconds }, everybody, { singletonKey: kind })
  }
}
