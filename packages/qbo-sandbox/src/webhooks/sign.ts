import { createHmac, timingSafeEqual } from 'node:crypto'

/** The value of `intuit-signature` for a body, byte for byte as it is sent. */
export function signature(body: string, verifier: string): string {
  return createHmac('sha256', verifier).update(body, 'utf8').digest('base64')
}

/** Whether a body bears the signature of who knows the verifier. */
export function isSigned(body: string, verifier: string, claimed: string | undefined): boolean {
  const wanted = Buffer.from(signature(body, verifier))
  const given = Buffer.from(claimed ?? '')
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}
