import { chip } from '../../contract/index.ts'

/** What the host's list calls the chips. */
export const NARROWINGS = chip.options.map((each) => `accounting:${each}`)
