import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { instantText } from './text.ts'
import { defineQuery, operatorOnly } from './use-case.ts'

/** What the operator above all tenants may see: that they exist, never what is in them. */

export const listTenants = defineQuery({
  name: 'operator.tenants',
  summary: 'List every tenant by its address',
  access: operatorOnly,
  input: z.object(pageInput),
  output: page(
    z.object({
      tenant: z.string(),
      name: z.string(),
      slug: z.string(),
      users: z.number().int(),
      createdAt: instantText,
    }),
  ),
  http: { method: 'GET', path: '/operator/tenants' },
})
