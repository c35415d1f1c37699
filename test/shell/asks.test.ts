// Requests of several windows take turns: one that asks for thousands of things keeps itself waiting.
import { expect, it } from 'vitest'
import type { Request } from '../../engine/api/call'
import { limits } from '../../engine/limits'
import { Asks } from '../../shell/asks'

/** One decoder that answers in the order in which it is asked, a request per turn of the event loop. */
function decoder() {
  const order: string[] = []
  let queue = Promise.resolve()
  return {
    order,
    handle: (message: unknown): Promise<unknown> => {
      const { call, args } = message as Request
      queue = queue
        .then(() => new Promise((done) => setImmediate(done)))
        .then(() => void order.push(`${String(args)} ${call}`))
      return queue.then(() => call)
    },
  }
}
const request = (args: string, call = 'session.rows'): Request => ({ id: 1, call, args })

it('one window does not wait for all that another one asks', async () => {
  const { order, handle } = decoder()
  const greedy = new Asks(handle, () => undefined)
  for (let n = 0; n < 2000; n++) greedy.take(request('greedy'))
  await new Promise((done) => new Asks(handle, done).take(request('other')))
  expect(order.indexOf('other session.rows')).toBeLessThanOrEqual(limits.requestsAtOnce)
  greedy.end()
})

it('a window that does not read is asked nothing more until it does', async () => {
  const { order, handle } = decoder()
  let reads = false
  let answered = 0
  const asks = new Asks(
    handle,
    () => answered++,
    () => reads,
  )
  for (let n = 0; n < 10; n++) asks.take(request('slow'))
  await new Promise((done) => setTimeout(done, 20))
  expect(order).toEqual([])
  reads = true
  asks.goOn()
  while (answered < 10) await new Promise((done) => setImmediate(done))
  expect(order).toHaveLength(10)
})

it('what stops work, and what the shell does itself, never waits', () => {
  const started: string[] = []
  const asks = new Asks(
    (message) => (started.push((message as Request).call), new Promise(() => undefined)),
    () => undefined,
  )
  for (let n = 0; n < 100; n++) asks.take(request('', 'flows.expert'))
  for (const call of ['flows.cancel', 'session.cancel', 'capture.stop', 'files.open']) asks.take(request('', call))
  expect(started.slice(limits.requestsAtOnce)).toEqual(['flows.cancel', 'session.cancel', 'capture.stop', 'files.open'])
})

it('too many requests are refused', () => {
  const asks = new Asks(
    () => new Promise(() => undefined),
    () => undefined,
  )
  for (let n = 0; n < limits.requestsAtOnce + limits.requestsWaiting; n++) expect(asks.take(request(''))).toBe(true)
  expect(asks.take(request(''))).toBe(false)
  expect(asks.take(request('', 'flows.cancel'))).toBe(true)
})
