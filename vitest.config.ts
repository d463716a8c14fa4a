import { defineConfig } from 'vitest/config'

/** A tier is told by a file's ending, so that a test says at a glance what it needs to run. */
const skip = ['**/node_modules/**', '**/.next/**', '**/.data/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{packages,server,ee,scripts,simulation,tests}/**/*.test.ts'],
          exclude: [...skip, '**/*.{db,api,browser,process}.test.ts'],
          environment: 'node',
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
          setupFiles: ['packages/ui/src/testing/setup.ts'],
          testTimeout: 15_000,
        },
      },
      {
        test: {
          // The product itself, started as people start it; one at a time, since they share a build.
          name: 'product',
          include: ['tests/product/**/*.{browser,process}.test.ts'],
          exclude: skip,
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
