import type { Transaction } from '../db/tenancy.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Passwords } from './passwords.ts'
import type { AttemptLimits } from './throttle.ts'
import type { EditionView } from './views.ts'

/** What identity needs from the rest of the house. */
export interface IdentityServices {
  passwords: Passwords
  mailer: Mailer
  limits: AttemptLimits
  /** Where browsers find us; its scheme decides whether cookies are Secure. */
  publicOrigin: string
  edition: EditionView
  /** Does the transaction's tenant have this client? The module that keeps clients answers. */
  clientExists(trx: Transaction, clientId: string): Promise<boolean>
}
