import type { Kind } from '../company/kind.ts'

/** What customers owe and pay. */
export const salesKinds: readonly Kind[] = []
