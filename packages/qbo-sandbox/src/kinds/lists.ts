import type { Kind } from '../company/kind.ts'
import { accounts } from './lists/accounts.ts'
import { companyInfo } from './lists/company-info.ts'
import { customers } from './lists/customers.ts'
import { items } from './lists/items.ts'
import { paymentMethods } from './lists/payment-methods.ts'
import { preferences } from './lists/preferences.ts'
import { taxAgencies, taxCodes, taxRates } from './lists/taxes.ts'
import { terms } from './lists/terms.ts'
import { classes, departments } from './lists/tracking.ts'
import { vendors } from './lists/vendors.ts'

/** People, things and settings: what documents refer to. */
export const listKinds: readonly Kind[] = [
  companyInfo,
  preferences,
  accounts,
  customers,
  vendors,
  items,
  classes,
  departments,
  terms,
  paymentMethods,
  taxAgencies,
  taxRates,
  taxCodes,
]
