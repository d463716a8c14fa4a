import { accountingScreens } from '../accounting/screen-plugin.ts'
import type { ScreenPlugin } from './screen-plugin.ts'

/** The modules of this product that show something: the counterpart of `server-plugins.ts`. */
export const screenPlugins: readonly ScreenPlugin[] = [accountingScreens]
