import { forgetAnswers } from '../access/answer-once.ts'
import type { RetentionTask } from '../settings/retention.ts'

/** What nobody has read stays, and what is still to be delivered stays, however old. */
export const retentionTasks: readonly RetentionTask[] = [
  {
    name: 'notifications',
    async run(trx, tenant, before) {
      return await trx('notifications')
        .where({ tenant })
        .where('created_at', '<', before)
        .whereNotNull('read_at')
        .delete()
    },
  },
  {
    name: 'mails',
    async run(trx, tenant, before) {
      return await trx('mails')
        .where({ tenant })
        .where('created_at', '<', before)
        .whereNot('status', 'waiting')
        .delete()
    },
  },
  forgetAnswers,
]
