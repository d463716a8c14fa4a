import type { Kind } from '../company/kind.ts'

/** People, things and settings: what documents refer to. */
export const listKinds: readonly Kind[] = []
