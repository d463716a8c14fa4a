import { defineCommand, defineQuery, mspWith, page, pageInput, uuid } from '@tieout/platform/contract'
import { z } from 'zod'
import { catalogueName, usage, usageFilter } from './catalogue.ts'

/** Payment terms: how a due date follows from an issue date. */

/** `net`: so many days after the document; `end_of_month`: so many days after the end of its month. */
export const termsRule = z.enum(['net', 'end_of_month'])
export type TermsRule = z.infer<typeof termsRule>

export const MOST_TERMS_DAYS = 365

const fields = z.object({
  name: catalogueName,
  rule: termsRule,
  days: z.number().int().min(0).max(MOST_TERMS_DAYS),
})
export type TermsFields = z.infer<typeof fields>

/** The same for the form in the browser, as a hint before sending; the server decides. */
export const TERMS_FORM = fields

export const termsView = z.object({
  termsId: z.string(),
  name: z.string(),
  rule: termsRule,
  days: z.number().int(),
  isDefault: z.boolean(),
  status: usage,
})
export type TermsView = z.infer<typeof termsView>

export const listTerms = defineQuery({
  name: 'terms.list',
  summary: 'List payment terms, the shortest first',
  access: mspWith('billing_settings:read'),
  input: z.object({ ...pageInput, status: usageFilter.default('all') }),
  output: page(termsView),
  http: { method: 'GET', path: '/payment-terms' },
})

/** For the pickers of clients and documents, shortest first. */
export const termsOptions = defineQuery({
  name: 'terms.options',
  summary: 'The payment terms to choose from',
  access: mspWith('invoice:read'),
  input: z.object({}),
  output: z.object({ items: z.array(termsView.omit({ status: true })) }),
  http: { method: 'GET', path: '/terms-options' },
})

const oneTerms = { termsId: uuid }
const mayChange = mspWith('billing_settings:update')

export const createTerms = defineCommand({
  name: 'terms.create',
  summary: 'Create payment terms',
  access: mayChange,
  once: true,
  input: fields,
  output: termsView,
  http: { method: 'POST', path: '/payment-terms', status: 201 },
})

export const updateTerms = defineCommand({
  name: 'terms.update',
  summary: 'Change payment terms; due dates already given stay as they are',
  access: mayChange,
  input: z.object({ ...oneTerms, ...fields.partial().shape }),
  output: termsView,
  http: { method: 'PATCH', path: '/payment-terms/:termsId' },
})

export const deactivateTerms = defineCommand({
  name: 'terms.deactivate',
  summary: 'Offer payment terms no longer; clients and documents that name them keep them',
  access: mayChange,
  input: z.object(oneTerms),
  output: termsView,
  http: { method: 'POST', path: '/payment-terms/:termsId/deactivate' },
})

export const reactivateTerms = defineCommand({
  name: 'terms.reactivate',
  summary: 'Offer payment terms again',
  access: mayChange,
  input: z.object(oneTerms),
  output: termsView,
  http: { method: 'POST', path: '/payment-terms/:termsId/reactivate' },
})

export const makeTermsDefault = defineCommand({
  name: 'terms.make_default',
  summary: 'Use these terms wherever a client has none of their own',
  access: mayChange,
  input: z.object(oneTerms),
  output: termsView,
  http: { method: 'POST', path: '/payment-terms/:termsId/default' },
})
