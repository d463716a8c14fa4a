import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A tier is told by a file's ending, so that a test says at a glance what it needs to run. */
const skip = ['**/node_modules/**', '**/.next/**', '**/.data/**']

/** Minutes of work, each for two processes of its own. */
const LONGEST = ['seeds', 'crash-points', 'planted'].map((each) => `simulation/${each}.db.test.ts`)

/**
 * What takes longest begins first, so that no core is left with it at the end. Files that start the product,
 * with a browser before it, stand apart, since a few of them at once would only wait for each other.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const longest = sorted.filter((file) => LONGEST.some((each) => file.moduleId.endsWith(each)))
    const of = (tier: string) =>
      sorted.filter((file) => file.project.name === tier && !longest.includes(file))
    const product = of('product')
    const others = ['db', 'screens', 'pure'].flatMap(of)
    const between = Math.ceil(others.length / (2 * product.length))
    const spread = product.flatMap((file, at) => [file, ...others.slice(at * between, (at + 1) * between)])
    return [...longest, ...spread, ...others.slice(product.length * between)]
  }
}

export default defineConfig({
  test: {
    // One more than there are cores: some file always waits for a process, a page or a job.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{packages,server,ee,scripts,simulation,tests}/**/*.test.ts'],
          exclude: [...skip, '**/*.{db,api,browser,process}.test.ts'],
          environment: 'node',
          // Modules are loaded once per worker instead of once per file. So they hold no state that a test changes.
          isolate: false,
          // Properties are run thousands of times; a busy machine takes longer and nothing else.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'db',
          include: ['{packages,server,ee,scripts,simulation,tests,docs}/**/*.{db,api}.test.ts'],
          exclude: skip,
          environment: 'node',
          isolate: false,
          globalSetup: ['packages/platform/src/testing/global-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'screens',
          include: ['{packages,server}/**/*.test.tsx'],
          exclude: skip,
          environment: 'jsdom',
          isolate: false,
          setupFiles: ['packages/ui/src/testing/setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          // The product itself, started as people start it, each on ports and data of its own.
          name: 'product',
          include: ['tests/product/**/*.{browser,process}.test.ts'],
          exclude: skip,
          environment: 'node',
          globalSetup: ['tests/product/build-once.ts'],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          // As long as the browser itself waits for what it is told to wait for.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
})
