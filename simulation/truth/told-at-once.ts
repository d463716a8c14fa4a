import type { Check } from '../world.ts'

/** Trying the same again changes nothing about these. */
const FOR_GOOD = [
  'reference_inactive',
  'reference_invalid',
  'customer_invalid',
  'not_found',
  'duplicate_name',
  'duplicate_number',
  'duplicate_object',
  'business_rule',
  'account_type',
  'line_arithmetic',
  'malformed_request',
]

/** At every step: what can only be refused again goes to a person, and does not wait for another try. */
export const toldAtOnce: Check = async ({ owner }) => {
  const { rows }: { rows: { tenant: string; number: string; code: string }[] } = await owner.raw(
    `select tenant, document_number as number, error_code as code from accounting_sync_operations
     where status = 'pending' and wait_reason = 'backing_off' and attempts > 0 and error_code = any (?)
       and next_attempt_at > updated_at + interval '1 second'
     order by tenant, op_id`,
    [FOR_GOOD],
  )
  return rows.map(({ tenant, number, code }) => ({
    invariant: 'I9',
    tenant,
    what: `${number} was refused for good (${code}), and waits to be tried again`,
  }))
}
