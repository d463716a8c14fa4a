import type { Implementation } from '@tieout/platform'
import { numberingUseCases } from './numbering-use-cases.ts'
import { serviceUseCases } from './service-use-cases.ts'
import { taxUseCases } from './tax-use-cases.ts'
import { termsUseCases } from './terms-use-cases.ts'

export function catalogueUseCases(): Implementation[] {
  return [...serviceUseCases(), ...taxUseCases(), ...termsUseCases(), ...numberingUseCases()]
}
