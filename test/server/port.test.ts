// One port, message by message: what is looked at before and after the token, and how deep a frame may nest.
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { encode as pack } from '@msgpack/msgpack'
import { expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import type { Host } from '../../shell/host'
import { decode, encode } from '../../server/frames'
import { servePort } from '../../server/port'

function scene() {
  const asked: unknown[] = []
  const closed: number[] = []
  const socket = Object.assign(new EventEmitter(), {
    ...{ OPEN: 1, readyState: 1, bufferedAmount: 0 },
    send: () => {},
    terminate: () => {},
    close: (code: number) => void closed.push(code),
  })
  const host = { listen: () => () => {}, handle: (m: unknown) => (asked.push(m), Promise.resolve(null)) }
  const raw = new PassThrough()
  servePort(socket as unknown as WebSocket, host as unknown as Host, 'token', raw)
  const frame = Buffer.from(encode({ id: 1, call: 'capture.start', args: {} }))
  return { socket, raw, asked, closed, frame }
}

it('runs frames after the right token', () => {
  const { socket, asked, frame } = scene()
  socket.emit('message', Buffer.from('token'), false)
  socket.emit('message', frame, true)
  expect(asked).toHaveLength(1)
})
it('runs nothing after a refused token, not even behind the right one', () => {
  const { socket, asked, closed, frame } = scene()
  socket.emit('message', Buffer.from('wrong'), false)
  socket.emit('message', Buffer.from('token'), false)
  socket.emit('message', frame, true)
  expect(closed).toEqual([4403])
  expect(asked).toEqual([])
})
it('runs nothing after a broken frame', () => {
  const { socket, asked, closed, frame } = scene()
  socket.emit('message', Buffer.from('token'), false)
  socket.emit('message', Buffer.of(0xc1), true)
  socket.emit('message', frame, true)
  expect(closed).toEqual([4400])
  expect(asked).toEqual([])
})
it('takes few bytes before the token, and many after it', async () => {
  const first = scene()
  first.raw.write(new Uint8Array(2000))
  await new Promise(setImmediate)
  expect(first.closed).toEqual([1009])
  const second = scene()
  second.socket.emit('message', Buffer.from('token'), false)
  second.raw.write(new Uint8Array(200_000))
  await new Promise(setImmediate)
  expect(second.closed).toEqual([])
  second.socket.emit('close')
})

it('reads every kind of value that a call may hold', () => {
  const value = {
    list: [1, -1, 300, -300, 70_000, 2 ** 40, 1.5, true, false, null, 'a', 'é'.repeat(300), 'x'.repeat(70_000)],
    bytes: new Uint8Array(70_000),
    numbers: new Float64Array([1, 2]),
    many: Array.from({ length: 70_000 }, (_, i) => i % 7),
    map: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, [i]])),
  }
  expect(decode(encode(value))).toEqual(value)
})
for (const [name, head] of [
  ['lists', [0x91]],
  ['long lists', [0xdc, 0, 1]],
  ['maps', [0x81, 0]],
] as const)
  it(`refuses deeply nested ${name} at once`, () => {
    const frame = Uint8Array.from(Array.from({ length: 300_000 }, () => head).flat())
    const began = performance.now()
    expect(() => decode(frame)).toThrow('nested too deep')
    expect(performance.now() - began).toBeLessThan(200)
  })
it('takes thirty levels', () => {
  let value: unknown = 1
  for (let i = 0; i < 30; i++) value = [value]
  expect(decode(pack(value))).toEqual(value)
})
