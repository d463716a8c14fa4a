import { Problem } from '@tieout/platform'
import type { ResultOf, UseCase } from '@tieout/platform/contract'
import type { SimTenant } from '../../world.ts'

/** What became of something that somebody asked the product for. */
export type Asked<T> = { kind: 'answered'; answer: T } | { kind: 'refused'; code: string }

/**
 * Asks as the tenant's person. That the product says no is an outcome like any other; whatever is thrown beside
 * that is not meant to happen, and goes through to whoever runs the world.
 */
export async function ask<U extends UseCase>(
  { books, actor }: SimTenant,
  useCase: U,
  input: unknown,
): Promise<Asked<ResultOf<U>>> {
  try {
    return { kind: 'answered', answer: await books.execute(useCase, actor, input) }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { kind: 'refused', code: error.code }
  }
}

/** A person can read it and do something else; a 500 is neither. */
export const isRefusal = (error: unknown): error is Problem => error instanceof Problem && error.status < 500

/** One line of the trace: what was wanted, and what the product said to it. */
export const told = <T>(wanted: string, asked: Asked<T>, more: (answer: T) => string = () => ''): string =>
  asked.kind === 'refused'
    ? `wanted to ${wanted} and was refused: ${asked.code}`
    : `${wanted}${more(asked.answer)}`
