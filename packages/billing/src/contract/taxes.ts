import {
  dateText,
  defineCommand,
  defineQuery,
  mspWith,
  page,
  pageInput,
  uuid,
} from '@tieout/platform/contract'
import { z } from 'zod'
import { catalogueName, usage, usageFilter } from './catalogue.ts'

/** Taxes: where a client is taxed, and at which rates on which days. */

const rateFields = {
  name: catalogueName,
  /** Millionths: 8.875 % is 88750. */
  ratePpm: z.number().int().min(0).max(1_000_000),
  validFrom: dateText,
  /** The last day it applies; none: until further notice. */
  validTo: dateText.nullable(),
}

export const taxRateView = z.object({
  taxRateId: z.string(),
  name: z.string(),
  ratePpm: z.number().int(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  /** Of the company's today. */
  state: z.enum(['current', 'future', 'ended']),
})
export type TaxRateView = z.infer<typeof taxRateView>

export const taxRegionView = z.object({
  taxRegionId: z.string(),
  name: z.string(),
  status: usage,
  /** The newest first. */
  rates: z.array(taxRateView),
})
export type TaxRegionView = z.infer<typeof taxRegionView>

export const listTaxRegions = defineQuery({
  name: 'tax.list',
  summary: 'List tax regions with their rates',
  access: mspWith('billing_settings:read'),
  input: z.object({ ...pageInput, status: usageFilter.default('active') }),
  output: page(taxRegionView),
  http: { method: 'GET', path: '/tax-regions' },
})

/** For the pickers of clients and documents. */
export const taxOptions = defineQuery({
  name: 'tax.options',
  summary: 'The tax regions to choose from, with the rates of one day',
  access: mspWith('invoice:read'),
  input: z.object({
    /** The company's today when left out. */
    date: dateText.optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        taxRegionId: z.string(),
        name: z.string(),
        rates: z.array(taxRateView.pick({ taxRateId: true, name: true, ratePpm: true })),
      }),
    ),
  }),
  http: { method: 'GET', path: '/tax-options' },
})

const oneRegion = { taxRegionId: uuid }
const regionName = { name: catalogueName }
const mayChange = mspWith('billing_settings:update')

export const createTaxRegion = defineCommand({
  name: 'tax.create_region',
  summary: 'Create a tax region',
  access: mayChange,
  once: true,
  input: z.object(regionName),
  output: taxRegionView,
  http: { method: 'POST', path: '/tax-regions', status: 201 },
})

export const renameTaxRegion = defineCommand({
  name: 'tax.rename_region',
  summary: 'Rename a tax region',
  access: mayChange,
  input: z.object({ ...oneRegion, ...regionName }),
  output: taxRegionView,
  http: { method: 'PATCH', path: '/tax-regions/:taxRegionId' },
})

export const deactivateTaxRegion = defineCommand({
  name: 'tax.deactivate_region',
  summary: 'Offer a tax region no longer; clients and documents that name it keep it',
  access: mayChange,
  input: z.object(oneRegion),
  output: taxRegionView,
  http: { method: 'POST', path: '/tax-regions/:taxRegionId/deactivate' },
})

export const reactivateTaxRegion = defineCommand({
  name: 'tax.reactivate_region',
  summary: 'Offer a tax region again',
  access: mayChange,
  input: z.object(oneRegion),
  output: taxRegionView,
  http: { method: 'POST', path: '/tax-regions/:taxRegionId/reactivate' },
})

export const addTaxRate = defineCommand({
  name: 'tax.add_rate',
  summary: 'Add a rate to a tax region',
  access: mayChange,
  once: true,
  input: z.object({ ...oneRegion, ...rateFields, validTo: rateFields.validTo.default(null) }),
  output: taxRegionView,
  http: { method: 'POST', path: '/tax-regions/:taxRegionId/rates', status: 201 },
})

export const endTaxRate = defineCommand({
  name: 'tax.end_rate',
  summary:
    'Say which day a rate applies for the last time; a rate is never edited, only ended and followed by another',
  access: mayChange,
  input: z.object({ taxRateId: uuid, validTo: dateText }),
  output: taxRegionView,
  http: { method: 'POST', path: '/tax-rates/:taxRateId/end' },
})
