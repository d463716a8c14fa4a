import { z } from 'zod'
import {
  defineCommand,
  defineQuery,
  direction,
  email,
  instantText,
  longText,
  mspWith,
  optionalText,
  page,
  pageInput,
  portalWith,
  searchText,
  shortText,
  uuid,
} from '@tieout/platform/contract'
import { isCountry } from './countries.ts'
import { isCurrency } from './currencies.ts'

/** Clients: whom the company works for. */

export const clientStatus = z.enum(['active', 'inactive'])
export type ClientStatus = z.infer<typeof clientStatus>

const currency = z.string().trim().toUpperCase().max(3).refine(isCurrency, 'is not a currency')
const country = z.string().trim().toUpperCase().max(2).refine(isCountry, 'is not a country')
const unlessUnknown = optionalText.nullable()

/** What a person fills in. `null` is "not known"; so is an empty text. */
const fields = z.object({
  displayName: shortText,
  legalName: unlessUnknown,
  email: email.nullable(),
  phone: optionalText.max(50).nullable(),
  currency,
  /** `null`: the terms of the company. */
  termsId: uuid.nullable(),
  /** `null`: no tax is charged. */
  taxRegionId: uuid.nullable(),
  taxExempt: z.boolean(),
  addressLine1: unlessUnknown,
  addressLine2: unlessUnknown,
  city: unlessUnknown,
  region: unlessUnknown,
  postalCode: optionalText.max(20).nullable(),
  country: country.nullable(),
  notes: longText.nullable(),
})
export type ClientFields = z.infer<typeof fields>

/** The same for the form in the browser, as a hint before sending; the server decides. */
export const CLIENT_FORM = fields

/** What is stored is shown as it is: a currency that has since gone out of use is no error to read. */
const details = z.object({
  displayName: z.string(),
  legalName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  currency: z.string(),
  /** Those that hold, whether the client's own or the company's; `null` when there are none at all. */
  termsName: z.string().nullable(),
  addressLine1: z.string().nullable(),
  addressLine2: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string().nullable(),
})

export const clientView = details.extend({
  clientId: z.string(),
  termsId: z.string().nullable(),
  taxRegionId: z.string().nullable(),
  taxRegionName: z.string().nullable(),
  taxExempt: z.boolean(),
  notes: z.string().nullable(),
  status: clientStatus,
  createdAt: instantText,
  updatedAt: instantText,
  updatedBy: z.string(),
  version: z.number().int(),
})
export type ClientView = z.infer<typeof clientView>

export const clientSummary = clientView.pick({
  clientId: true,
  displayName: true,
  email: true,
  currency: true,
  termsName: true,
  city: true,
  status: true,
  updatedAt: true,
})
export type ClientSummary = z.infer<typeof clientSummary>

/** The beginning of a name or of an e-mail address; case and accents make no difference. */
const search = searchText.optional()

export const clientSort = z.enum(['name', 'created_at', 'updated_at'])
export type ClientSort = z.infer<typeof clientSort>

export const listClients = defineQuery({
  name: 'client.list',
  summary: 'List clients',
  access: mspWith('client:read'),
  input: z.object({
    ...pageInput,
    search,
    status: z.enum(['active', 'inactive', 'all']).default('active'),
    sort: clientSort.default('name'),
    direction: direction.default('asc'),
  }),
  output: page(clientSummary),
  http: { method: 'GET', path: '/clients' },
})

/** Apart from the list, so that turning a page does not count everything again. */
export const countClients = defineQuery({
  name: 'client.counts',
  summary: 'How many clients the same search finds in each status',
  access: mspWith('client:read'),
  input: z.object({ search }),
  output: z.object({ active: z.number().int(), inactive: z.number().int(), all: z.number().int() }),
  http: { method: 'GET', path: '/clients/counts' },
})

const oneClient = { clientId: uuid }

export const getClient = defineQuery({
  name: 'client.get',
  summary: 'Show one client',
  access: mspWith('client:read'),
  input: z.object(oneClient),
  output: clientView,
  http: { method: 'GET', path: '/clients/:clientId' },
})

export const createClient = defineCommand({
  name: 'client.create',
  summary: 'Create a client',
  access: mspWith('client:create'),
  once: true,
  input: fields.partial().required({ displayName: true, currency: true }),
  output: clientView,
  http: { method: 'POST', path: '/clients', status: 201 },
})

export const updateClient = defineCommand({
  name: 'client.update',
  summary: 'Change a client’s details; refused when somebody else changed them meanwhile',
  access: mspWith('client:update'),
  once: true,
  input: z.object({
    ...oneClient,
    /** The version the change was made from. */
    version: z.number().int().min(1),
    ...fields.partial().shape,
  }),
  output: clientView,
  http: { method: 'PATCH', path: '/clients/:clientId' },
})

export const deactivateClient = defineCommand({
  name: 'client.deactivate',
  summary: 'Put a client out of use; nothing is deleted',
  access: mspWith('client:update'),
  input: z.object(oneClient),
  output: clientView,
  http: { method: 'POST', path: '/clients/:clientId/deactivate' },
})

export const reactivateClient = defineCommand({
  name: 'client.reactivate',
  summary: 'Take a client back into use',
  access: mspWith('client:update'),
  input: z.object(oneClient),
  output: clientView,
  http: { method: 'POST', path: '/clients/:clientId/reactivate' },
})

/** What the client's own people see of it: not our notes, nor who of us changed what. */
export const portalClientView = details
export type PortalClientView = z.infer<typeof portalClientView>

export const getPortalClient = defineQuery({
  name: 'portal.client',
  summary: 'Show the client I belong to',
  access: portalWith('portal_profile:read'),
  input: z.object({}),
  output: portalClientView,
  http: { method: 'GET', path: '/portal/client' },
})
