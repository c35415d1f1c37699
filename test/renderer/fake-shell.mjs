/**
 * A shell that captures nothing: it serves dist/renderer and answers every call with made-up data, so that the window can be looked at,
 * measured and tested without the rest of the program. `node test/renderer/fake-shell.mjs [rows]` prints the address.
 */
import { decode, encode } from '@msgpack/msgpack'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { WebSocketServer } from 'ws'
import { adapters, columns, folderAt, recentFiles } from './fake-data.mjs'
import { filterCalls } from './fake-filter.mjs'
import { packetAt, rowAt } from './fake-packets.mjs'
import { firstSettings, settingsCalls } from './fake-settings.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:; base-uri 'none'; form-action 'none'"
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const token = 'made-up-token'

class Refused extends Error {
  constructor(code, message, hint) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** One shell with one state; `options.rows` packets in every file, `options.noCapture` for a machine without rights. */
export class FakeShell {
  constructor({ rows = 10_000_000, noCapture = false, open = false, rate = 20_000, indexing = 0, settings = {} } = {}) {
    Object.assign(this, { rows, noCapture, rate, indexing })
    this.sockets = new Set()
    this.marked = new Set()
    this.comments = new Map()
    /** Every how many packets the made-up filter lets through; 1 without one. */
    this.every = 1
    this.calls = []
    /** Calls that are not answered until released: name to the promise that is waited for. */
    this.held = new Map()
    this.status = null
    this.capture = { running: false, adapter: '', driver: '', packets: 0, dropped: 0, problem: null }
    this.settings = { ...firstSettings(), ...settings }
    this.table = this.makeCalls()
    if (open) this.openFile('/home/ada/captures/long-night.pcapng')
  }

  async listen(port = 0) {
    const pages = new Map()
    const folder = process.env.WIRELENS_RENDERER ?? join(root, 'dist', 'renderer')
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      pages.set(path.slice(folder.length), { bytes: readFileSync(path), type: types[extname(path)] ?? 'text/plain' })
    }
    this.server = createServer((request, response) => {
      const page = pages.get(request.url === '/' ? '/index.html' : request.url)
      if (!page) return response.writeHead(404).end()
      response.writeHead(200, { 'content-type': page.type, 'content-security-policy': policy }).end(page.bytes)
    })
    const sockets = new WebSocketServer({ server: this.server, path: '/port', perMessageDeflate: false })
    sockets.on('connection', (socket) => this.serve(socket))
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve))
    this.port = this.server.address().port
    this.address = `http://127.0.0.1:${this.port}/#${token}`
    return this
  }
  async close() {
    clearInterval(this.timer)
    clearInterval(this.trafficTimer)
    this.drop()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
  /** Answers no such call any more until the function that it returns is called. */
  hold(call) {
    let release = () => {}
    this.held.set(call, new Promise((resolve) => (release = resolve)))
    return () => {
      this.held.delete(call)
      release()
    }
  }
  /** Cuts every connection, as when the shell is restarted. */
  drop() {
    for (const socket of this.sockets) socket.terminate()
  }

  serve(socket) {
    let known = false
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('message', async (data, binary) => {
      if (!known) {
        if (binary || data.toString() !== token) return socket.close(4403, 'wrong token')
        known = true
        return socket.send(encode({ event: 'welcome', value: null }))
      }
      const { id, call, args } = decode(data)
      this.calls.push({ call, args })
      let reply
      try {
        const run = Object.hasOwn(this.table, call) ? this.table[call] : undefined
        if (!run) throw new Refused('unknown-call', `There is no call “${call}”.`)
        await this.held.get(call)
        reply = { id, value: (await run(args)) ?? null }
      } catch (error) {
        reply = { id, error: { code: error.code ?? 'fault', message: error.message, hint: error.hint } }
      }
      if (socket.readyState === socket.OPEN) socket.send(encode(reply, { ignoreUndefined: true }))
    })
  }
  tell(event, value) {
    for (const socket of this.sockets) socket.send(encode({ event, value }, { ignoreUndefined: true }))
  }

  makeStatus(changes) {
    this.status = {
      path: '/tmp/wirelens-1.pcapng',
      name: 'capture',
      format: 'pcapng',
      packets: 0,
      bytesDone: 0,
      bytesTotal: 0,
      complete: true,
      live: false,
      temporary: false,
      changed: false,
      dropped: 0,
      duration: 0,
      firstTime: 1_700_000_000,
      interfaces: [],
      problem: null,
      ...changes,
      marked: this.marked.size,
    }
    this.status.filter = this.every > 1 ? this.filterState() : null
    return this.status
  }
  filterState() {
    const { packets } = this.status
    const displayed = Math.floor(packets / this.every)
    const text = this.every > 1 ? `frame.number % ${this.every} == 0` : ''
    return { text, displayed, judged: packets, packets, done: true, stopped: false, version: this.every }
  }
  change(changes) {
    if (!this.status) return
    this.makeStatus({ ...this.status, ...changes })
    this.tell('status', this.status)
  }

  openFile(path, changes = {}) {
    this.stopWork()
    this.marked.clear()
    this.comments.clear()
    if (/notes|\.txt$/.test(path))
      throw new Refused(
        'not-a-capture',
        `${path} is not a capture file.`,
        'Wirelens reads pcapng and pcap, also compressed with gzip.',
      )
    const packets = this.rows
    const whole = { packets, bytesDone: packets * 90, bytesTotal: packets * 90, duration: packets * 0.00042 }
    if (this.indexing) {
      let share = 0
      this.timer = setInterval(() => {
        share = Math.min(1, share + this.indexing)
        const packets = Math.floor(this.rows * share)
        this.change({ packets, bytesDone: packets * 90, complete: share === 1, duration: packets * 0.00042 })
        if (share === 1) clearInterval(this.timer)
      }, 100)
    }
    return this.makeStatus({
      path,
      name: path.replace(/^.*\//, ''),
      ...whole,
      ...(this.indexing ? { packets: 2000, bytesDone: 180_000, complete: false } : {}),
      ...changes,
    })
  }
  startCapture(options, limit = Infinity) {
    if (this.noCapture) throw new Refused('no-permission', 'There is no permission to capture.', 'Run: sudo setcap …')
    this.stopWork()
    this.marked.clear()
    this.capture = {
      ...this.capture,
      running: true,
      adapter: options.adapter,
      driver: 'libpcap 1.10.3',
      packets: 0,
      problem: null,
    }
    this.tell('capture', this.capture)
    this.lastOptions = options
    let packets = 0
    const started = Date.now()
    this.timer = setInterval(() => {
      packets = Math.min(limit, packets + Math.ceil(this.rate / 10))
      const dropped = packets > 300_000 ? 17 : 0
      this.change({
        packets,
        bytesTotal: packets * 90,
        bytesDone: packets * 90,
        dropped,
        duration: (Date.now() - started) / 1000,
      })
      if (packets >= limit) this.endCapture()
    }, 100)
    return this.makeStatus({
      path: `/tmp/wirelens-${started}.pcapng`,
      name: options.adapter,
      live: true,
      complete: false,
      temporary: true,
    })
  }
  endCapture(problem = null) {
    this.stopWork()
    this.capture = { ...this.capture, running: false, problem }
    this.tell('capture', this.capture)
    this.change({ live: false, complete: true })
  }
  stopWork() {
    clearInterval(this.timer)
  }

  makeCalls() {
    const open = () => {
      if (!this.status)
        throw new Refused('nothing-open', 'No capture is open.', 'Open a file or start a capture first.')
      return this.status
    }
    const long = () => new Promise((resolve) => setTimeout(resolve, 60))
    return {
      'shell.info': () => ({
        kind: 'browser',
        version: '0.1.0',
        platform: 'linux',
        ownDialogs: false,
        openAtStart: null,
        problems: [],
        releases: null,
      }),
      'shell.speak': ({ language }) => (this.language = language),
      ...settingsCalls(this),
      'adapters.list': () => ({
        adapters: this.noCapture ? [] : adapters,
        driver: this.noCapture
          ? { kind: 'none', text: 'No capture driver', why: '' }
          : { kind: 'helper', text: 'libpcap 1.10.3', why: 'through the capture helper' },
        problem: this.noCapture
          ? {
              code: 'no-permission',
              message: 'Capturing needs rights that this account does not have.',
              hint: 'Give them to the capture helper once:\nsudo setcap cap_net_raw,cap_net_admin=eip dist/native/wirelens-capture',
            }
          : null,
      }),
      'adapters.watch': ({ on }) => {
        clearInterval(this.trafficTimer)
        let turn = 0
        const look = () => {
          turn++
          const packets = (base, wave) =>
            Math.max(0, Math.round(base * (1 + Math.sin(turn / wave) + Math.sin(turn / 2.3) / 3)))
          this.tell('traffic', {
            enp0s3: { packets: packets(400, 7), bytes: 40_000 },
            wlp2s0: { packets: turn % 9 ? 0 : 6, bytes: 700 },
            lo: { packets: packets(30, 4), bytes: 3000 },
          })
        }
        if (on) this.trafficTimer = setInterval(look, 500)
      },
      'capture.check': ({ filter }) => {
        const bad = /\b(foo|tpc|=+)\b|==/.exec(filter)
        return bad ? { ok: false, message: `syntax error near “${bad[0]}”` } : { ok: true }
      },
      'capture.start': (options) => this.startCapture(options),
      'capture.stop': () => this.endCapture(),
      'capture.restart': () => this.startCapture(this.lastOptions),
      'capture.state': () => this.capture,
      'capture.makeTraffic': () => this.startCapture({ adapter: 'lo' }, 35),
      'files.open': ({ path }) => this.openFile(path),
      'files.close': () => {
        this.stopWork()
        this.status = null
      },
      'files.save': async ({ path }) => {
        for (let done = 0; done <= 100; done += 20) {
          this.tell('saving', { path, done, total: 100 })
          await long()
        }
        if (path.startsWith('/full/'))
          throw new Refused(
            'disk-full',
            `${path} could not be written: the disk is full.`,
            'Make room or choose another place.',
          )
        this.change({ path, name: path.replace(/^.*\//, ''), temporary: false, changed: false })
        return { path, packets: this.status.packets, bytes: this.status.bytesTotal }
      },
      'files.leftovers': () => [],
      'files.recent': () => recentFiles,
      'files.forget': () => null,
      'files.list': ({ path = '/home/ada/captures' }) => {
        if (path.includes('secret'))
          throw new Refused('no-permission', `${path} cannot be read.`, 'It belongs to somebody else.')
        return folderAt(path)
      },
      'files.pickOpen': () => null,
      'files.pickSave': () => null,
      'files.upload': async ({ name, last }) => {
        await long()
        return last ? this.openFile(`/tmp/${name}`, { temporary: true }) : null
      },
      'samples.list': () => [
        { id: 'tcp-hello', packets: 10 },
        { id: 'arp-pairs', packets: 8 },
      ],
      'samples.open': ({ id }) => this.openFile(`/samples/${id}.pcapng`),
      'session.status': () => open(),
      'session.columnList': () => columns,
      'session.rows': ({ from, count, time = 'relative', columns: wanted }) => {
        open()
        const total = this.filterState().displayed
        const rows = []
        for (let row = from; row < Math.min(total, from + count); row++) {
          const i = (row + 1) * this.every - 1
          const made = rowAt(i, time)
          const cells = wanted
            ? wanted.map((id) => made.cells[columns.findIndex((c) => c.id === id)] ?? '')
            : made.cells
          rows.push({
            ...made,
            cells,
            marked: this.marked.has(i + 1),
            ignored: false,
            commented: this.comments.has(i + 1),
          })
        }
        return { from, total, rows }
      },
      ...filterCalls(this, open),
      'session.packet': ({ number }) => {
        open()
        return { ...packetAt(number), comments: this.comments.get(number) ?? [] }
      },
      'session.find': async ({ from, backwards, what }) => {
        await long()
        if (what === 'nothing') return 0
        return Math.min(this.status.packets, Math.max(1, from + (backwards ? -10 : 10)))
      },
      'session.mark': ({ numbers, on }) => {
        for (const number of numbers) this.marked[on ? 'add' : 'delete'](number)
        this.change({})
      },
      'session.comment': ({ number, text }) => {
        this.comments.set(number, text ? [text] : [])
        this.change({ changed: true })
      },
      'session.cancel': () => null,
    }
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const shell = await new FakeShell({ rows: Number(process.argv[2] ?? 10_000_000) }).listen()
  console.log(shell.address)
}
