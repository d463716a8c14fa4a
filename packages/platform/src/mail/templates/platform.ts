import type { MailTemplateSet } from '../template.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

/**
 * What the platform itself writes, and what each needs to be told:
 *
 * - `task_assigned`: tasks (how many); what a task is called is known to the screens alone
 * - `invitation`: invitedBy, company, expiresOn (YYYY-MM-DD)
 * - `password_reset`: minutes (more than one)
 * - `password_changed`: nothing
 */
export const platformMails: MailTemplateSet = { en, fr, de, es }
