import { z } from 'zod'
import { decimalText, minorOf } from '../../core/money.ts'

/** An amount as it stands in JSON: a number whose shortest text is the decimal itself. */
export const amountOf = (minor: number, currency: string): number => Number(decimalText({ minor, currency }))

/** Amounts come as numbers, and from older corners as text. */
export const wireAmount = z.union([z.number(), z.string()])

/** Minor units of an amount in an answer. Throws on what the currency cannot pay: nobody wrote that. */
export function minorFrom(amount: number | string, currency: string): number {
  const minor = minorOf(amount, currency)
  if (minor === undefined) throw new UnreadableAmount(`${String(amount)} is no amount of ${currency}.`)
  return minor
}

export class UnreadableAmount extends Error {
  override readonly name = 'UnreadableAmount'
}

export const reference = z.looseObject({ value: z.string() })
