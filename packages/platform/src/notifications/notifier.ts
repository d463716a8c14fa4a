import { peopleHolding, type Person } from '../access/holders.ts'
import type { Clock } from '../clock.ts'
import type { Permission } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { MailDraft, Mailer } from '../mail/mailer.ts'

/**
 * Tells people something happened, in the caller's transaction: it is told if and only if the
 * thing itself was committed. Each person gets one notification per dedupe key, however often the
 * caller repeats itself.
 */
export interface Notifier {
  notify(trx: Transaction, tenant: string, draft: NotificationDraft): Promise<void>
}

export interface NotificationDraft {
  /** Names the sentence in the bell and the mail template in each locale, such as `task_assigned`. */
  kind: string
  dedupeKey: string
  /** Whoever is not active is left out. */
  to: { permission: Permission } | { userIds: readonly string[] }
  /** Filled into the sentence; plain values only, escaped where they are shown. */
  params: Record<string, string | number>
  /** A path of the application, such as `/inbox/…`. */
  link: string
  channels: readonly ('bell' | 'mail')[]
}

export interface NotifierParts {
  clock: Clock
  ids: Ids
  mailer: Mailer
}

/**
 * A fixed number of statements, however many people are told. The bell's own row remembers what a
 * person was told; what goes by mail alone is remembered by the outbox, under a key of the same
 * making. Both are forgotten with the rows themselves (see retention.ts), so a dedupe key must not
 * be repeated months later for the same thing.
 */
export function createNotifier(parts: NotifierParts): Notifier {
  return {
    async notify(trx, tenant, draft) {
      const people = await recipients(trx, tenant, draft.to)
      if (people.length === 0) return
      const toldNow = draft.channels.includes('bell') ? await ring(parts, trx, tenant, draft, people) : people
      if (!draft.channels.includes('mail')) return
      await parts.mailer.send(
        trx,
        tenant,
        toldNow.map((person) => asMail(draft, person)),
      )
    },
  }
}

function recipients(trx: Transaction, tenant: string, to: NotificationDraft['to']): Promise<Person[]> {
  return 'permission' in to ? peopleHolding(trx, to.permission) : activePeople(trx, tenant, to.userIds)
}

async function activePeople(trx: Transaction, tenant: string, userIds: readonly string[]): Promise<Person[]> {
  const rows: { user_id: string; display_name: string; email: string; locale: string }[] = await trx('users')
    .where({ tenant, status: 'active' })
    .whereRaw('user_id = any(?::uuid[])', [[...userIds]])
    .orderBy('user_id')
    .select('user_id', 'display_name', 'email', 'locale')
  return rows.map((row) => ({
    userId: row.user_id,
    displayName: row.display_name,
    email: row.email,
    locale: row.locale,
  }))
}

/** Answers those for whom this is news. People come in the order of their ids, so two callers cannot deadlock. */
async function ring(
  parts: NotifierParts,
  trx: Transaction,
  tenant: string,
  draft: NotificationDraft,
  people: readonly Person[],
): Promise<Person[]> {
  const inserted: { rows: { user_id: string }[] } = await trx.raw(
    `insert into notifications (tenant, notification_id, user_id, kind, params, link, dedupe_key, created_at)
     select ?, notification_id, user_id, ?, ?::jsonb, ?, ?, ?
     from unnest(?::uuid[], ?::uuid[]) as person (notification_id, user_id)
     on conflict (tenant, user_id, dedupe_key) do nothing
     returning user_id`,
    [
      tenant,
      draft.kind,
      JSON.stringify(draft.params),
      draft.link,
      draft.dedupeKey,
      parts.clock.now(),
      people.map(() => parts.ids.uuid()),
      people.map((person) => person.userId),
    ],
  )
  const news = new Set(inserted.rows.map((row) => row.user_id))
  return people.filter((person) => news.has(person.userId))
}

const asMail = (draft: NotificationDraft, person: Person): MailDraft => ({
  dedupeKey: `notification:${draft.dedupeKey}:${person.userId}`,
  to: { email: person.email, name: person.displayName },
  locale: person.locale,
  template: draft.kind,
  params: draft.params,
  link: draft.link,
})
