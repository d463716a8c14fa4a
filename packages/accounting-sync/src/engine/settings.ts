import { z } from 'zod'

/** What a tenant chose for a company. What is stored but unreadable counts as not chosen. */
const settings = z.object({
  autoSync: z.boolean().catch(false),
  goLiveDate: z.iso.date().nullable().catch(null),
  createCustomers: z.boolean().catch(false),
  fallbackItemId: z.string().nullable().catch(null),
  /** Where payments that were taken here arrive over there. */
  depositAccountId: z.string().nullable().catch(null),
})

export type SyncSettings = z.infer<typeof settings>

export const readSettings = (stored: Record<string, unknown>): SyncSettings => settings.parse(stored)
