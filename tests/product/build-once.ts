import { buildPages } from '../../scripts/lib/build.ts'

/** Before the files that start the product, so that two of them may do so at once: each finds it built. */
export default buildPages
