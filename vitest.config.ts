import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A tier is told by a file's ending, so that a test says at a glance what it needs to run. */
const skip = ['**/node_modules/**', '**/.next/**', '**/.data/**']

/** What takes longest begins first, so that no core is left alone with it at the end. */
const ORDER = ['product', 'db', 'screens', 'pure']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return ORDER.flatMap((tier) => sorted.filter((file) => file.project.name === tier))
  }
}

export default defineConfig({
  test: {
    // A file keeps one core busy: it waits for what it asked, or is asked.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{packages,server,ee,scripts,tests}/**/*.test.ts'],
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
          include: ['{packages,server,ee,scripts,tests,docs}/**/*.{db,api}.test.ts'],
          exclude: skip,
          environment: 'node',
          isolate: false,
          globalSetup: ['packages/platform/src/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
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
          testTimeout: 15_000,
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
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
