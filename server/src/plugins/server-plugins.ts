import type { ServerPlugin } from './server-plugin.ts'

/** The modules of this product beside the books. The accounting sync will be the first. */
export const serverPlugins: readonly ServerPlugin[] = []
