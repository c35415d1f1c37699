// A window that does not read any more while packets pour in: the capture goes on, and no queue grows beyond its bound.
import { existsSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer as createHttp } from 'node:http'
import { join } from 'node:path'
import { decode, encode } from '@msgpack/msgpack'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { limits } from '../../engine/limits'
import { servePort } from '../../server/port'
import type { CaptureState } from '../../shell/shapes'
import { flood, noCapture, scene } from '../support/capturing'
import { needs } from '../support/skip'
import { helperInside, makeCapture, sleep, until, withHost, type Stage } from './scene'

const absent = noCapture || (existsSync('dist/decoder/decoder.js') ? '' : 'dist/ is not built: `npm test` builds it')
/** Seconds of capturing; a long run says 60. */
const seconds = Number(process.env['WIRELENS_STOPPED_SECONDS'] ?? 0) || 4
const rate = 200_000

/** A window at a real socket, and the server's end of it. */
async function windowAt({ host }: Stage): Promise<{ client: WebSocket; server: WebSocket; close(): void }> {
  const http = createHttp()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  const connected = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve))
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  client.on('error', () => undefined)
  const open = new Promise((done) => client.once('open', done))
  const server = await connected
  await open
  servePort(server, host, 'token')
  await new Promise<void>((done) => client.once('message', () => done()).send('token'))
  return {
    client,
    server,
    close: () => {
      client.terminate()
      http.close()
    },
  }
}

needs(!absent, absent).describe('a window that stopped reading', () => {
  it(
    `leaves a capture of ${rate} packets/s alone for ${seconds} s, with little waiting for it`,
    scene((net, folder) => {
      helperInside(net.left, net, folder)
      return withHost(async (stage) => {
        const { client, server, close } = await windowAt(stage)
        await stage.ask('capture.start', { adapter: net.left.interface })
        client.pause()
        let most = 0
        const looking = setInterval(() => (most = Math.max(most, server.bufferedAmount)), 5)
        const before = process.memoryUsage().rss
        await flood(net, net.right, rate * seconds, rate)
        await sleep(300)
        await stage.ask('capture.stop')
        clearInterval(looking)
        const state = await stage.ask<CaptureState>('capture.state')
        const grown = Math.max(0, process.memoryUsage().rss - before)
        console.log(
          `window stopped: ${state.packets} of ${rate * seconds} captured, ${state.dropped} dropped, at most ${most} bytes waited, rss +${(grown / 2 ** 20).toFixed(0)} MiB`,
        )
        expect(state.packets + state.dropped).toBeGreaterThanOrEqual(rate * seconds)
        expect(state.dropped).toBeLessThan(rate * seconds * 0.01)
        expect(most).toBeLessThanOrEqual(limits.portQueue)
        expect(server.readyState).toBe(server.OPEN)
        // It reads again, and the last news are there.
        const told: string[] = []
        client.on('message', (data: Buffer) => told.push(data.toString('latin1')))
        client.resume()
        await until(() => told.length > 0)
        close()
        delete process.env['WIRELENS_HELPER']
      })
    }),
    (seconds + 60) * 1000,
  )
})

needs(existsSync('dist/decoder/decoder.js'), 'dist/ is not built: `npm test` builds it').it(
  'a window that asks for more than it reads waits, and no other one for it',
  () =>
    withHost(async (stage) => {
      const { client, server, close } = await windowAt(stage)
      const other = await windowAt(stage)
      const path = join(stage.home, 'many.pcapng')
      writeFileSync(path, makeCapture(1000))
      await stage.ask('files.open', { path })
      client.pause()
      let most = 0
      const looking = setInterval(() => (most = Math.max(most, server.bufferedAmount)), 1)
      const asked = 60
      for (let id = 1; id <= asked; id++)
        client.send(encode({ id, call: 'session.rows', args: { from: 0, count: 1000 } }))
      await sleep(100)
      // The other one has its answer while those of the first wait for it.
      const answered = new Promise<void>((done) =>
        other.client.on('message', (data: Buffer) => {
          if ((decode(data) as { id?: number }).id === 9) done()
        }),
      )
      other.client.send(encode({ id: 9, call: 'session.rows', args: { from: 0, count: 10 } }))
      const began = performance.now()
      await answered
      const took = performance.now() - began
      await until(() => server.bufferedAmount > limits.portQueue / 4 || most > limits.portQueue / 4, 20_000)
      await sleep(300)
      clearInterval(looking)
      console.log(`the other window waited ${took.toFixed(0)} ms; at most ${most} bytes waited for the first`)
      expect(most).toBeLessThanOrEqual(limits.portQueue)
      expect(server.readyState).toBe(server.OPEN)
      // A pile of questions is no hang.
      expect(stage.states()).toEqual([])
      let replies = 0
      client.on('message', (data: Buffer) => {
        if ((decode(data) as { id?: number }).id) replies++
      })
      client.resume()
      await until(() => replies === asked, 30_000)
      close()
      other.close()
    }),
  60_000,
)
