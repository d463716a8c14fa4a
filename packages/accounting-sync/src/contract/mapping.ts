import { z } from 'zod'
import { command, query } from './route.ts'
import {
  connectionPath,
  day,
  errorCode,
  id,
  instant,
  money,
  page,
  pageInput,
  reasonText,
  searchText,
} from './shapes.ts'

/** What of ours has a counterpart. `tax` is a combination of rates as they stand on lines. */
export const mappingKind = z.enum(['client', 'service', 'tax', 'terms'])
export type MappingKind = z.infer<typeof mappingKind>
export const mappingTab = z.enum(['suggested', 'review', 'first_export', 'mapped', 'ignored'])
export type MappingTab = z.infer<typeof mappingTab>

const mappingPath = { ...connectionPath, kind: mappingKind }

export const entryView = z.object({
  id: z.string(),
  name: z.string(),
  detail: z.string().nullable(),
  email: z.string().nullable(),
  currency: z.string().nullable(),
  active: z.boolean(),
  /** Unequal ones of a kind, such as accounts by type. */
  group: z.string().nullable(),
  /** The client of ours that a customer is linked to already: it is linked once. */
  takenBy: z.string().nullable(),
})
export type EntryView = z.infer<typeof entryView>

const counterpart = z.object({
  externalId: z.string(),
  name: z.string().nullable(),
  detail: z.string().nullable(),
  email: z.string().nullable(),
  currency: z.string().nullable(),
  active: z.boolean(),
  deepLink: z.string().nullable(),
})

/** `none`: lines without a service, which go to one item for all of them; or lines without tax. */
export const NOTHING = 'none'

export const mappingRow = z.object({
  entityId: z.string(),
  /** Empty for `none`, which a screen names. */
  name: z.string(),
  /** A price, an address, a rate: what tells it from its neighbours. */
  detail: z.string().nullable(),
  email: z.string().nullable(),
  currency: z.string().nullable(),
  active: z.boolean(),
  tab: mappingTab,
  linked: counterpart.nullable(),
  /** With the tab `suggested` the only one of exactly this name; else one that a person has to judge. */
  suggestion: counterpart
    .extend({ reasons: z.array(z.enum(['same_name', 'same_email', 'similar_name'])) })
    .nullable(),
  /** So many over there bear exactly this name. */
  candidates: z.number().int(),
  /** What waits because it is not mapped. */
  holdsUp: z.object({ operations: z.number().int(), money: z.array(money) }).nullable(),
  /** Why it is left out. */
  excludedBecause: z.string().nullable(),
})
export type MappingRow = z.infer<typeof mappingRow>

export const listMappings = query({
  name: 'accounting.mapping.list',
  summary: 'Ours against theirs, one kind of thing',
  needs: 'watch',
  input: z.object({
    ...mappingPath,
    ...pageInput,
    tab: mappingTab.optional(),
    search: searchText.optional(),
    /** This one alone. */
    entityId: z.string().max(2000).optional(),
    /** Those that hold something up first, then by name; or by name alone. */
    sort: z.enum(['holds_up', 'name']).default('holds_up'),
  }),
  output: page(mappingRow).extend({
    counts: z.object({
      suggested: z.number().int(),
      review: z.number().int(),
      first_export: z.number().int(),
      mapped: z.number().int(),
      ignored: z.number().int(),
    }),
    /** Those that can be accepted at once, at most so many as one command takes. */
    exact: z.array(z.string()),
    /** Null: it was never read. */
    catalogue: z.object({ active: z.number().int(), readAt: instant }).nullable(),
    /** Of taxes: they are mapped where each line has a code, or each document a group of rates. */
    lineTax: z.enum(['flag', 'group', 'code', 'none']).nullable(),
  }),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/mapping/:kind' },
})

/** What a picker offers; `account` and `item` also for the settings. */
export const listEntries = query({
  name: 'accounting.mapping.entries',
  summary: 'What there is to map to over there',
  needs: 'watch',
  input: z.object({
    ...connectionPath,
    entries: z.enum(['customer', 'item', 'tax_code', 'terms', 'account']),
    search: searchText.default(''),
    /** Those of this currency, and those that know no currency. */
    currency: z.string().length(3).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  output: z.object({ items: z.array(entryView) }),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/entries/:entries' },
})

/** A document that waits, as far as a list of them says. */
export const heldDocument = z.object({
  documentId: id,
  kind: z.enum(['invoice', 'credit_memo']),
  number: z.string(),
  issueDate: day,
  client: z.object({ id: id.nullable(), name: z.string() }),
  amountMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
})
export type HeldDocument = z.infer<typeof heldDocument>

export const listHeld = query({
  name: 'accounting.mapping.held',
  summary: 'What waits because this is not mapped: the first fifty, and how much in all',
  needs: 'watch',
  input: z.object({ ...mappingPath, entityId: z.string().max(2000) }),
  output: z.object({
    documents: z.number().int(),
    /** Of these so many wait for something else too. */
    alsoForOthers: z.number().int(),
    money: z.array(money),
    items: z.array(heldDocument),
  }),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/mapping/:kind/held' },
})

export const listNamed = query({
  name: 'accounting.mapping.named',
  summary: 'Everything that a document names, and what stands for it over there',
  needs: 'watch',
  input: z.object({ ...connectionPath, documentId: id }),
  output: z.object({ items: z.array(z.object({ kind: mappingKind, row: mappingRow })) }),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/named/:documentId' },
})

export const linkEntity = command({
  name: 'accounting.mapping.link',
  summary: 'Link one of ours to one of theirs, and set free what waited for it',
  needs: 'manage',
  input: z.object({ ...mappingPath, entityId: z.string().max(2000), externalId: z.string().min(1).max(100) }),
  output: z.object({ released: z.number().int() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/mapping/:kind/link' },
})

export const unlinkEntity = command({
  name: 'accounting.mapping.unlink',
  summary: 'Take a link away; later documents wait for another',
  needs: 'manage',
  input: z.object({ ...mappingPath, entityId: z.string().max(2000) }),
  output: z.object({ unlinked: z.boolean() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/mapping/:kind/unlink' },
})

export const acceptSuggestions = command({
  name: 'accounting.mapping.accept',
  summary: 'Link all these to the only one over there of exactly their name',
  needs: 'manage',
  input: z.object({ ...mappingPath, entityIds: z.array(z.string().max(2000)).min(1).max(500) }),
  output: z.object({
    linked: z.number().int(),
    released: z.number().int(),
    /** Not exact any more, or taken in between. */
    left: z.array(z.string()),
  }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/mapping/:kind/accept' },
})

export const createCustomer = command({
  name: 'accounting.mapping.create_customer',
  summary: 'Create a customer over there for a client, and link the two',
  needs: 'manage',
  input: z.object({ ...connectionPath, clientId: id }),
  output: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['created', 'adopted']), externalId: z.string(), released: z.number().int() }),
    z.object({ kind: z.literal('refused'), code: errorCode, detail: z.string() }),
    z.object({ kind: z.literal('unreachable') }),
  ]),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/customers' },
})

const oneClient = { ...connectionPath, clientId: id }

export const leaveForFirstExport = command({
  name: 'accounting.mapping.leave_for_first_export',
  summary:
    'Have a customer created for this client with its first document, and set free what waited for one',
  needs: 'manage',
  input: z.object(oneClient),
  output: z.object({ released: z.number().int() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/first-exports' },
})

export const takeBackFirstExport = command({
  name: 'accounting.mapping.take_back_first_export',
  summary: 'Have this client wait for a person again, unless the company creates customers for all',
  needs: 'manage',
  input: z.object(oneClient),
  output: z.object({ takenBack: z.boolean() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/first-exports/take-back' },
})

const excludable = { entityType: z.enum(['client', 'invoice']), entityId: id }

export const exclude = command({
  name: 'accounting.exclude',
  summary: 'Keep a client or a document out, with a reason that shows',
  needs: 'manage',
  input: z.object({ ...excludable, reason: reasonText }),
  output: z.object({ held: z.number().int() }),
  http: { method: 'POST', path: '/accounting/exclusions' },
})

export const include = command({
  name: 'accounting.include',
  summary: 'Take it back in; what waited for that is due',
  needs: 'manage',
  input: z.object(excludable),
  output: z.object({ released: z.number().int() }),
  http: { method: 'POST', path: '/accounting/exclusions/take-back' },
})

export const exclusionView = z.object({
  ...excludable,
  name: z.string().nullable(),
  reason: z.string(),
  byName: z.string().nullable(),
  at: instant,
})
export type ExclusionView = z.infer<typeof exclusionView>

export const listExclusions = query({
  name: 'accounting.exclusions',
  summary: 'What is kept out, and why',
  needs: 'watch',
  input: z.object(pageInput),
  output: page(exclusionView),
  http: { method: 'GET', path: '/accounting/exclusions' },
})
