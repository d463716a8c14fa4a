import type { Kind } from '../company/kind.ts'
import { creditMemos } from './sales/credit-memo.ts'
import { estimates } from './sales/estimate.ts'
import { invoices } from './sales/invoice.ts'
import { payments } from './sales/payment.ts'
import { refundReceipts } from './sales/refund-receipt.ts'
import { salesReceipts } from './sales/sales-receipt.ts'

/** What customers owe and pay. */
export const salesKinds: readonly Kind[] = [
  invoices,
  creditMemos,
  payments,
  refundReceipts,
  salesReceipts,
  estimates,
]
