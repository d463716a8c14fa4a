import type { FaultKind } from './fault-kind.ts'
import { answerFaults } from './faults-answer.ts'
import { companyFaults } from './faults-company.ts'
import { insteadFaults } from './faults-instead.ts'

/** In the order in which they strike: the company first, then what answers in its place, then the answer. */
const CATALOGUE = { ...companyFaults, ...insteadFaults, ...answerFaults }

export type FaultName = keyof typeof CATALOGUE

export const FAULTS: Readonly<Record<FaultName, FaultKind>> = CATALOGUE
export const FAULT_NAMES = Object.keys(CATALOGUE) as readonly FaultName[]

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(CATALOGUE, name)
