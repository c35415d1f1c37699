// Vitest's settings: most test files run two at a time; those that measure or break the machine run alone, afterwards.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { assembly } from './build/assembly.mjs'

/** Folders whose files need the machine to themselves: namespaces, adapters, kills, full disks, time limits. */
const alone = ['test/live/**', 'test/faults/**', 'test/native/**']

const shared = {
  environment: 'node',
  testTimeout: 30_000,
  hookTimeout: 60_000,
} as const

export default defineConfig({
  plugins: [assembly, svelte({ configFile: false })],
  test: {
    allowOnly: !process.env.CI,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'beside',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'alone',
          include: alone.map((folder) => `${folder}/*.test.ts`),
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
