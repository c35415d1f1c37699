// A decoder in a process of its own, asked as the shells ask it.
import { fork } from 'node:child_process'

/** Starts one. `ask('rows', { … })` resolves to the answer; `on(event, hear)` hears news; `end()` lets it go. */
export function startDecoder() {
  const child = fork('dist/decoder/decoder.js', [], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map()
  const listeners = new Map()
  let id = 0
  child.on('message', (message) => {
    if (message.event) return listeners.get(message.event)?.(message.value)
    if (!waiting.has(message.id)) return
    const { resolve, reject } = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) reject(new Error(message.error.message))
    else resolve(message.value)
  })
  return {
    pid: child.pid,
    ask: (call, args = {}) =>
      new Promise((resolve, reject) => {
        waiting.set(++id, { resolve, reject })
        child.send({ id, call: `session.${call}`, args })
      }),
    on: (event, hear) => listeners.set(event, hear),
    end: () => child.disconnect(),
  }
}

/** Milliseconds that some work takes. */
export async function timed(work) {
  const from = performance.now()
  await work()
  return performance.now() - from
}
