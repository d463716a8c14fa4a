export const PAYMENT_FILTERS = ['search', 'client', 'state', 'method', 'from', 'to'] as const
export type PaymentFilter = (typeof PAYMENT_FILTERS)[number]
export const PAYMENT_STATES = ['all', 'unapplied', 'applied', 'reversed'] as const
