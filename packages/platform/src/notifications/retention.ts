import type { Transaction } from '../db/tenancy.ts'

/** Something kept only for a while. Run in a transaction of the tenant; repeating it is harmless. */
export interface RetentionTask {
  name: string
  run(trx: Transaction, tenant: string, before: Date): Promise<void>
}

/** What nobody has read stays, and what is still to be delivered stays, however old. */
export const retentionTasks: readonly RetentionTask[] = [
  {
    name: 'notifications',
    async run(trx, tenant, before) {
      await trx('notifications')
        .where({ tenant })
        .where('created_at', '<', before)
        .whereNotNull('read_at')
        .delete()
    },
  },
  {
    name: 'mails',
    async run(trx, tenant, before) {
      await trx('mails')
        .where({ tenant })
        .where('created_at', '<', before)
        .whereNot('status', 'waiting')
        .delete()
    },
  },
]
