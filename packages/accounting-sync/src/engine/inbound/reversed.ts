import type { Link } from '../../postgres/links.ts'

const REVERSED = 'reversed:'

/** The place of a link whose receipt or application was taken back, so that its part is free for another. */
export const reversedPart = (entityId: string): string => `${REVERSED}${entityId}`

/** It is kept for its history, and no part of the payment any more. */
export const isReversed = ({ externalPart }: Pick<Link, 'externalPart'>): boolean =>
  externalPart.startsWith(REVERSED)
