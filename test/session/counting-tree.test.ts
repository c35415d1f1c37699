// Trees of counters: names out of packets are capped, and counted all the same.
import { expect, it } from 'vitest'
import { limits } from '../../engine/limits'
import { Counter } from '../../engine/session/counting-tree'

it('counts names beyond the limit together', () => {
  const root = new Counter('methods')
  for (let i = 0; i < limits.counterNames + 500; i++) root.under(`M${i}`).add(i)
  root.under('M7').add(9_999)
  expect(root.children).toHaveLength(limits.counterNames + 1)
  expect(root.children.at(-1)).toMatchObject({ name: 'Others', count: 500 })
  expect(root.under('M7').count).toBe(2)
})
