// Arguments whose members stood in their prototype were taken for sent ones.
import { expect, it } from 'vitest'
import { integer, object, optional } from '../../engine/api/check'

const check = object({ length: optional(integer(0, 9)) })

it('takes own members only', () => {
  expect(check({ length: 3 }, 'x')).toEqual({ length: 3 })
  expect(check(Object.create({ length: 3 }), 'x')).toEqual({})
  expect(check(Object.create(new Uint8Array(3)), 'x')).toEqual({})
})
