// The layers rule: which imports it accepts and which it refuses.
import { Linter } from 'eslint'
import ts from 'typescript-eslint'
import { expect, it } from 'vitest'
import { layerComplaint, layersRule } from '../../build/lint/layers.js'

const accepted: [from: string, source: string, typeOnly?: boolean][] = [
  ['engine/dissect/packet.ts', '../bytes/read'],
  ['engine/dissect/packet.ts', './field'],
  ['engine/capture-file/magic.ts', '../refused'],
  ['engine/protocols/dns.ts', '../dissect/field'],
  ['engine/protocols/tcp.ts', '../flows/streams'],
  ['engine/protocols.ts', './dissect/registry'],
  ['engine/session/session.ts', '../protocols'],
  ['engine/session/session.ts', 'node:fs'],
  ['engine/api/rows.ts', '../session/session'],
  ['server/gate.ts', 'ws'],
  ['server/gate.ts', '../engine/api/call'],
  ['server/gate.ts', '../engine/dissect/tree', true],
  ['cli/serve.ts', '../server/wirelens-server'],
  ['electron/main.ts', 'electron'],
  ['electron/capture.ts', '../native/drivers'],
  ['renderer/client/client.ts', '../../engine/api/call', true],
  ['renderer/ui/button.ts', '@lucide/svelte/icons/play'],
  ['test/engine/read.test.ts', '../../engine/bytes/read'],
  ['vitest.config.ts', 'vite'],
]

const refused: [from: string, source: string, typeOnly?: boolean][] = [
  ['engine/bytes/read.ts', '../limits'],
  ['engine/bytes/read.ts', '../dissect/field', true],
  ['engine/dissect/packet.ts', '../protocols/dns'],
  ['engine/dissect/packet.ts', 'node:fs'],
  ['engine/protocols/dns.ts', '../session/session'],
  ['engine/protocols/dns.ts', 'ws'],
  ['engine/api/rows.ts', '../../electron/main'],
  ['engine/session/session.ts', 'electron'],
  ['engine/session/session.ts', 'electron', true],
  ['server/gate.ts', '../engine/dissect/tree'],
  ['server/gate.ts', '../electron/main'],
  ['electron/main.ts', '../server/gate'],
  ['renderer/client/client.ts', '../../engine/api/call'],
  ['renderer/client/client.ts', '../../server/gate', true],
  ['renderer/client/client.ts', 'node:fs'],
  ['renderer/client/client.ts', 'electron'],
  ['cli/wirelens.ts', '../../elsewhere/file'],
]

it.each(accepted)('%s may import %s', (from, source, typeOnly = false) => {
  expect(layerComplaint(from, source, typeOnly)).toBeUndefined()
})

it.each(refused)('%s may not import %s', (from, source, typeOnly = false) => {
  expect(layerComplaint(from, source, typeOnly)).toMatch(/may (not )?import/)
})

/** How often the rule complains about `code` as a file of the renderer. */
function complaints(code: string): number {
  const found = new Linter({ cwd: '/project' }).verify(
    code,
    [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: ts.parser as never },
        plugins: { wirelens: { rules: { layers: layersRule } } },
        rules: { 'wirelens/layers': 'error' },
      },
    ],
    { filename: '/project/renderer/ui/x.ts' },
  )
  expect(found.filter((message) => message.fatal)).toEqual([])
  return found.length
}

it.each([
  "import { call } from '../../engine/api/call'",
  "export { call } from '../../engine/api/call'",
  "export * from '../../engine/api/call'",
  "const later = import('../../engine/api/call')",
  "import { type A, b } from '../../engine/api/call'",
  "const all = import.meta.glob('../../engine/protocols/*.ts')",
  "const all = import.meta.glob(['../../engine/protocols/*.ts'], { eager: true })",
  "type A = import('../../server/gate').A",
  "import '../../engine/api/call'",
])('sees the import in: %s', (code) => {
  expect(complaints(code)).toBe(1)
})

it.each([
  "import type { A } from '../../engine/api/call'",
  "import { type A, type B } from '../../engine/api/call'",
  "export type { A } from '../../engine/api/call'",
  "type A = import('../../engine/api/call').A",
])('lets types pass in: %s', (code) => {
  expect(complaints(code)).toBe(0)
})
