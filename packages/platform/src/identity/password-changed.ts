import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { Mailer } from '../mail/mailer.ts'

interface Owner {
  audience: 'msp' | 'portal'
  email: string
  displayName: string
  locale: string
}

/** Whoever owns the account learns of every new password, in case it was not theirs. */
export async function tellPasswordChanged(
  { mailer }: { mailer: Mailer },
  ids: Ids,
  trx: Transaction,
  tenant: string,
  owner: Owner,
): Promise<void> {
  await mailer.send(trx, tenant, [
    {
      dedupeKey: `password_changed:${ids.uuid()}`,
      to: { email: owner.email, name: owner.displayName },
      locale: owner.locale,
      template: 'password_changed',
      params: {},
      link: owner.audience === 'portal' ? '/portal/sign-in' : '/sign-in',
    },
  ])
}
