import {
  defineCommand,
  defineQuery,
  instantText,
  mspWith,
  optionalText,
  page,
  pageInput,
  searchText,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { catalogueName, usage, usageFilter } from './catalogue.ts'
import { isCurrency } from './currencies.ts'

/** Services and products: what is sold, and what a new line proposes. */

export const serviceKind = z.enum(['service', 'product'])
export type ServiceKind = z.infer<typeof serviceKind>

export const HIGHEST_PRICE_MINOR = 1e14

const fields = z.object({
  kind: serviceKind,
  name: catalogueName,
  description: optionalText.max(1000).nullable(),
  sku: optionalText.max(64).nullable(),
  unitPriceMinor: z.number().int().min(0).max(HIGHEST_PRICE_MINOR),
  currency: z.string().trim().toUpperCase().max(3).refine(isCurrency, 'is not a currency'),
  taxable: z.boolean(),
})
export type ServiceFields = z.infer<typeof fields>

/** The same for the form in the browser, as a hint before sending; the server decides. */
export const SERVICE_FORM = fields

export const serviceView = z.object({
  serviceId: z.string(),
  kind: serviceKind,
  name: z.string(),
  description: z.string().nullable(),
  sku: z.string().nullable(),
  unitPriceMinor: z.number().int(),
  currency: z.string(),
  taxable: z.boolean(),
  status: usage,
  version: z.number().int(),
  updatedAt: instantText,
})
export type ServiceView = z.infer<typeof serviceView>

/** The beginning of a name; case and accents make no difference. */
const search = searchText.optional()

export const listServices = defineQuery({
  name: 'service.list',
  summary: 'List services and products by name',
  access: mspWith('billing_settings:read'),
  input: z.object({
    ...pageInput,
    search,
    kind: z.enum(['service', 'product', 'all']).default('all'),
    status: usageFilter.default('active'),
  }),
  output: page(serviceView),
  http: { method: 'GET', path: '/services' },
})

export const serviceOption = serviceView.pick({
  serviceId: true,
  kind: true,
  name: true,
  description: true,
  unitPriceMinor: true,
  currency: true,
  taxable: true,
})
export type ServiceOption = z.infer<typeof serviceOption>

/** The first that match; whoever looks for another types more of its name. */
export const serviceOptions = defineQuery({
  name: 'service.options',
  summary: 'What can be put on a line',
  access: mspWith('invoice:read'),
  input: z.object({ search, currency: z.string().max(3).optional() }),
  output: z.object({ items: z.array(serviceOption) }),
  http: { method: 'GET', path: '/service-options' },
})

const oneService = { serviceId: uuid }

export const getService = defineQuery({
  name: 'service.get',
  summary: 'Show one service or product',
  access: mspWith('billing_settings:read'),
  input: z.object(oneService),
  output: serviceView,
  http: { method: 'GET', path: '/services/:serviceId' },
})

export const createService = defineCommand({
  name: 'service.create',
  summary: 'Create a service or product',
  access: mspWith('billing_settings:update'),
  once: true,
  input: fields.partial({ kind: true, description: true, sku: true, taxable: true }),
  output: serviceView,
  http: { method: 'POST', path: '/services', status: 201 },
})

export const updateService = defineCommand({
  name: 'service.update',
  summary: 'Change a service or product; refused when somebody else changed it meanwhile',
  access: mspWith('billing_settings:update'),
  once: true,
  input: z.object({ ...oneService, version: z.number().int().min(1), ...fields.partial().shape }),
  output: serviceView,
  http: { method: 'PATCH', path: '/services/:serviceId' },
})

export const deactivateService = defineCommand({
  name: 'service.deactivate',
  summary: 'Offer a service or product no longer; lines that name it stay as they are',
  access: mspWith('billing_settings:update'),
  input: z.object(oneService),
  output: serviceView,
  http: { method: 'POST', path: '/services/:serviceId/deactivate' },
})

export const reactivateService = defineCommand({
  name: 'service.reactivate',
  summary: 'Offer a service or product again',
  access: mspWith('billing_settings:update'),
  input: z.object(oneService),
  output: serviceView,
  http: { method: 'POST', path: '/services/:serviceId/reactivate' },
})
