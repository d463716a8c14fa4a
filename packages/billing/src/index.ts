export { CLIENT_REVIEW, clientReviewHandler, reviewClients } from './clients/review-sweep.ts'
export { clientReviewTask } from './clients/review-task.ts'
export { createBilling, type Billing, type BooksContext } from './billing.ts'
export { createBillingDefaults } from './catalogue/defaults.ts'
export { catalogueUseCases } from './catalogue/use-cases.ts'
export { clientExists } from './clients/store.ts'
export { clientUseCases } from './clients/use-cases.ts'
export {
  applyCreditToInvoice,
  unapplyCredit,
  type AppliedCredit,
  type CreditUse,
} from './credits/apply-credit.ts'
export {
  applyExternalCredits,
  takeOffCredits,
  type CreditOutcome,
  type ExternalCredit,
} from './credits/apply-many.ts'
export type { CreditReversal } from './credits/return-credits.ts'
export { computeBalanceDue, statusOf } from './documents/balance.ts'
export type { Guard, GuardedAction, Refusal } from './documents/guards.ts'
export type { Narrowing, Subquery } from './documents/narrowings.ts'
export type { ReadinessContributor, ReadinessFinding } from './documents/readiness.ts'
export { cancelInvoice } from './documents/void.ts'
export { documentUseCases } from './documents/use-cases.ts'
export type { Lifecycle, LifecycleEvent, LifecycleEvents, LifecycleHandler } from './lifecycle.ts'
export { amount as amountCell } from './exports/columns.ts'
export { HEADINGS } from './exports/headings.ts'
export { exportUseCases } from './exports/use-cases.ts'
export { billingMails } from './papers/mails.ts'
export { paperUseCases } from './papers/use-cases.ts'
export { applyReceipt, type ReceiptUse } from './payments/apply.ts'
export type { Allocation, ExternalPayment } from './payments/external-payment.ts'
export {
  recordExternalPayment,
  recordExternalPayments,
  type Outcome,
  type Receipt,
} from './payments/record.ts'
export { restateReceipts, type ReceiptRestatement } from './payments/restate.ts'
export {
  reverseAllocations,
  reversePayment,
  reversePayments,
  type AllocationReversal,
  type PaymentReversal,
} from './payments/reverse.ts'
export type { ExternalSource } from './receivables/trail.ts'
export { moneyUseCases } from './receivables/use-cases.ts'
