import { shortText } from '@tieout/platform/contract'
import { z } from 'zod'

/** What services, taxes and terms have in common. */

/** Whether it is offered; what is out of use stays wherever it is named. */
export const usage = z.enum(['active', 'inactive'])
export type Usage = z.infer<typeof usage>

export const usageFilter = z.enum([...usage.options, 'all'])
export type UsageFilter = z.infer<typeof usageFilter>

/** Short enough that sorting and telling two apart look at all of it. */
export const catalogueName = shortText.max(64)
