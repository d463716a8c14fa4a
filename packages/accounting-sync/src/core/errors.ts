/**
 * Everything that can go wrong with a write, in the engine's words. An adapter turns a service's codes
 * into these; screens turn them into sentences (`messages/<language>/errors.json`).
 */
export interface ErrorRule {
  /** `never`: trying the same again changes nothing. `later`: back-off. The others wait for that event. */
  retry: 'never' | 'later' | 'after_reconnect' | 'after_mapping' | 'after_period_opens'
  /** Whether a refusal counts against the five that are tried before a person is asked. */
  burnsAttempt: boolean
  whoCanFix: 'admin' | 'bookkeeper' | 'operator' | 'nobody'
  /** What a person can do about it from the task. */
  action:
    'map' | 'link_customer' | 'reconnect' | 'retry' | 'renumber' | 'open_period' | 'contact_support' | 'wait'
  /** How long it waits before the next try, and how many there are; left out: as everything does. */
  pauseSeconds?: number
  mostAttempts?: number
}

const structural = (whoCanFix: ErrorRule['whoCanFix'], action: ErrorRule['action']): ErrorRule => ({
  retry: 'never',
  burnsAttempt: true,
  whoCanFix,
  action,
})
const transient = (burnsAttempt: boolean): ErrorRule => ({
  retry: 'later',
  burnsAttempt,
  whoCanFix: 'nobody',
  action: 'wait',
})

export const ERRORS = {
  // The connection.
  token_expired: { retry: 'later', burnsAttempt: false, whoCanFix: 'nobody', action: 'wait' },
  connection_expired: {
    retry: 'after_reconnect',
    burnsAttempt: false,
    whoCanFix: 'admin',
    action: 'reconnect',
  },
  not_authorized: { retry: 'after_reconnect', burnsAttempt: false, whoCanFix: 'admin', action: 'reconnect' },
  wrong_company: { retry: 'after_reconnect', burnsAttempt: false, whoCanFix: 'admin', action: 'reconnect' },
  app_not_authorized: {
    retry: 'after_reconnect',
    burnsAttempt: false,
    whoCanFix: 'operator',
    action: 'reconnect',
  },
  subscription_lapsed: structural('bookkeeper', 'retry'),
  feature_not_in_plan: structural('bookkeeper', 'retry'),
  company_locked: transient(false),
  maintenance: transient(false),
  wrong_cluster: transient(false),
  // The service.
  throttled: transient(false),
  service_unavailable: transient(false),
  timeout: transient(false),
  operation_failed: transient(true),
  system_failure: transient(true),
  unreadable_answer: transient(false),
  // The request.
  unsupported_operation: structural('operator', 'contact_support'),
  malformed_request: structural('operator', 'contact_support'),
  unknown_property: structural('operator', 'contact_support'),
  required_missing: structural('operator', 'contact_support'),
  invalid_id: structural('operator', 'contact_support'),
  invalid_text: structural('admin', 'retry'),
  text_too_long: structural('admin', 'retry'),
  invalid_date: structural('admin', 'retry'),
  invalid_number: structural('operator', 'contact_support'),
  invalid_amount: structural('admin', 'retry'),
  invalid_percent: structural('operator', 'contact_support'),
  invalid_quantity: structural('admin', 'retry'),
  invalid_choice: structural('operator', 'contact_support'),
  invalid_email: structural('admin', 'retry'),
  invalid_currency: {
    retry: 'after_mapping',
    burnsAttempt: true,
    whoCanFix: 'admin',
    action: 'link_customer',
  },
  batch_too_big: structural('operator', 'contact_support'),
  duplicate_request_id: transient(true),
  bad_request_id: structural('operator', 'contact_support'),
  answer_too_big: structural('operator', 'contact_support'),
  query_syntax: structural('operator', 'contact_support'),
  query_invalid: structural('operator', 'contact_support'),
  query_failed: transient(true),
  // What it refers to.
  not_found: { retry: 'after_mapping', burnsAttempt: true, whoCanFix: 'bookkeeper', action: 'map' },
  reference_invalid: { retry: 'after_mapping', burnsAttempt: true, whoCanFix: 'admin', action: 'map' },
  reference_inactive: { retry: 'after_mapping', burnsAttempt: true, whoCanFix: 'admin', action: 'map' },
  customer_invalid: {
    retry: 'after_mapping',
    burnsAttempt: true,
    whoCanFix: 'admin',
    action: 'link_customer',
  },
  cannot_be_linked: structural('bookkeeper', 'retry'),
  duplicate_object: structural('bookkeeper', 'retry'),
  duplicate_name: { retry: 'after_mapping', burnsAttempt: true, whoCanFix: 'admin', action: 'link_customer' },
  duplicate_number: structural('admin', 'renumber'),
  has_dependents: structural('bookkeeper', 'retry'),
  has_balance: structural('bookkeeper', 'retry'),
  stale: { retry: 'later', burnsAttempt: false, whoCanFix: 'nobody', action: 'wait' },
  // What the books say.
  period_closed: {
    retry: 'after_period_opens',
    burnsAttempt: false,
    whoCanFix: 'bookkeeper',
    action: 'open_period',
  },
  business_rule: structural('bookkeeper', 'retry'),
  account_type: structural('bookkeeper', 'retry'),
  line_arithmetic: structural('operator', 'contact_support'),
  discount_incomplete: structural('operator', 'contact_support'),
  line_tax_code: { retry: 'after_mapping', burnsAttempt: true, whoCanFix: 'admin', action: 'map' },
  taxes_apart: { retry: 'after_mapping', burnsAttempt: true, whoCanFix: 'admin', action: 'map' },
  tax_detail_not_applicable: structural('operator', 'contact_support'),
  tax_error: structural('bookkeeper', 'retry'),
  line_detail_missing: structural('operator', 'contact_support'),
  unbalanced: structural('operator', 'contact_support'),
  negative_amount: structural('admin', 'retry'),
  void_failed: structural('bookkeeper', 'retry'),
  paid_there: structural('bookkeeper', 'retry'),
  cannot_be_voided: structural('bookkeeper', 'retry'),
  deposited: structural('bookkeeper', 'retry'),
  bank_matched: structural('bookkeeper', 'retry'),
  bill_with_parent: structural('bookkeeper', 'retry'),
  too_deep: structural('bookkeeper', 'retry'),
  inventory_date: structural('bookkeeper', 'retry'),
  // Ours.
  unmapped: { retry: 'after_mapping', burnsAttempt: false, whoCanFix: 'admin', action: 'map' },
  prepayment_not_exported: structural('admin', 'retry'),
  // Credit of which one document is over there, and the other stayed here.
  other_half_stays: structural('admin', 'retry'),
  // Past the next way in, which links what is there or takes over what was spent instead.
  consumed_there: { ...transient(true), pauseSeconds: 600, mostAttempts: 4 },
  unknown_error: transient(true),
} as const satisfies Record<string, ErrorRule>

export type ErrorCode = keyof typeof ERRORS

export const ruleOf = (code: ErrorCode): ErrorRule => ERRORS[code]

/** So many real refusals are tried before a person is asked. */
export const MOST_ATTEMPTS = 5
