import type { EnterpriseModule } from './enterprise-module.ts'

export type Edition = 'community' | 'enterprise'

/** The one gate: whoever offers an enterprise feature asks this object and nothing else. */
export interface Editions {
  edition: Edition
  features: string[]
  allows(feature: string): boolean
}

export interface ResolvedEdition {
  edition: Edition
  /** For the log, when one did not get what one asked for. */
  warning: string | null
}

/** What this installation is: as wished, and as far as the enterprise code is there. */
export function resolveEdition({
  wanted,
  eeLoaded,
}: {
  wanted: Edition
  eeLoaded: boolean
}): ResolvedEdition {
  if (wanted === 'enterprise' && !eeLoaded) {
    const warning = 'EDITION is enterprise, but the ee package is not installed: running as community.'
    return { edition: 'community', warning }
  }
  return { edition: wanted, warning: null }
}

export function createEditions(
  edition: Edition,
  module: Pick<EnterpriseModule<unknown>, 'features'> | null,
): Editions {
  const features = edition === 'enterprise' ? [...(module?.features ?? [])] : []
  return { edition, features, allows: (feature) => features.includes(feature) }
}
