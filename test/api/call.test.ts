// Calls through a port: arguments are checked, errors are told, names cannot be tricked.
import { describe, expect, it } from 'vitest'
import { answer, callsOf } from '../../engine/api/call'
import { integer, list, object, optional, text } from '../../engine/api/check'
import { Refused } from '../../engine/refused'

const call = callsOf<{ factor: number }>()
const areas = {
  sums: {
    times: call(object({ n: integer(0, 10), more: optional(text(3)) }), (c, { n }) => n * c.factor),
    refuse: call(object({}), () => {
      throw new Refused('no', 'It cannot be.', 'Do not.')
    }),
    break: call(object({}), () => {
      throw new TypeError('oops')
    }),
    all: call(object({ list: list(integer(0, 5), 2) }), (_, { list: given }) => given.length),
  },
}
const ask = (name: string, args: unknown) => answer(areas, { factor: 3 }, { id: 7, call: name, args })

describe('answer', () => {
  it('runs a call with checked arguments', async () =>
    expect(await ask('sums.times', { n: 4 })).toEqual({ id: 7, value: 12 }))
  it.each([{ n: 11 }, { n: 1.5 }, { n: '4' }, {}, null, 5, [], { n: 4, extra: 1 }, { n: 4, more: 'long' }])(
    'refuses the arguments %j',
    async (args) => {
      expect(await ask('sums.times', args)).toMatchObject({ id: 7, error: { code: 'bad-request' } })
    },
  )
  it('names the member that is wrong', async () => {
    expect(await ask('sums.all', { list: [1, 9] })).toMatchObject({
      error: { message: 'sums.all.list[1] must be a whole number from 0 to 5.' },
    })
  })
  it.each([
    'sums',
    'sums.none',
    'none.times',
    'sums.times.x',
    'constructor.call',
    'sums.constructor',
    '__proto__.x',
    'sums.toString',
    '',
  ])('knows no call %j', async (name) => {
    expect(await ask(name, {})).toMatchObject({ error: { code: 'unknown-call' } })
  })
  it('hands on a refusal as it is', async () =>
    expect(await ask('sums.refuse', {})).toEqual({
      id: 7,
      error: { code: 'no', message: 'It cannot be.', hint: 'Do not.' },
    }))
  it('calls anything else a fault of ours', async () =>
    expect(await ask('sums.break', {})).toMatchObject({ error: { code: 'fault' } }))
})
