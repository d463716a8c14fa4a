import { z } from 'zod'

/**
 * What the `ee` package exports as `enterprise`. It is loaded at start-up if it is there, and
 * nothing of ours imports it: a community checkout has no such folder.
 */
export interface EnterpriseModule<Plugin> {
  name: string
  /** What `Editions.allows` answers yes to. */
  features: readonly string[]
  /** What it adds to the host, in the host's own form. */
  plugins: readonly Plugin[]
}

const exportedWith = <Plugin>() =>
  z.object({
    enterprise: z.object({
      name: z.string(),
      features: z.array(z.string()),
      // What a plugin must be is the host's business.
      plugins: z.array(z.custom<Plugin>((value) => typeof value === 'object' && value !== null)),
    }),
  })

/**
 * Null when the package is not installed. One that is installed and broken is an error: an
 * installation that paid for it must not come up as community without a word. `load` is a dynamic
 * import that the caller writes, so that no bundler follows it.
 */
export async function loadEnterprise<Plugin>(
  packageName: string,
  load: (packageName: string) => Promise<unknown>,
): Promise<EnterpriseModule<Plugin> | null> {
  let loaded: unknown
  try {
    loaded = await load(packageName)
  } catch (cause) {
    if (isMissing(cause, packageName)) return null
    throw cause
  }
  const parsed = exportedWith<Plugin>().safeParse(loaded)
  if (!parsed.success) throw new Error(`${packageName} does not export an enterprise module.`)
  return parsed.data.enterprise
}

/** The package itself, not something it needs. */
const isMissing = (cause: unknown, packageName: string) =>
  cause instanceof Error &&
  'code' in cause &&
  cause.code === 'ERR_MODULE_NOT_FOUND' &&
  cause.message.includes(`'${packageName}'`)
