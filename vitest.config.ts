// Vitest's settings: most test files run two at a time; those that measure or break the machine run alone, afterwards.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { assembly } from './build/assembly.mjs'

/** Folders whose files need the machine to themselves: namespaces, adapters, kills, full disks, time limits. */
const alone = ['test/live/**', 'test/faults/**', 'test/native/**']

const shared = {
  environment: 'node',
  // A test takes at most a fifth of it on a quiet machine: it ends what hangs, and measures nothing.
  testTimeout: 90_000,
  hookTimeout: 120_000,
  // On machines of others, which may be busy: what passed only when repeated is named at the end of the run.
  retry: process.env.CI ? 1 : 0,
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
