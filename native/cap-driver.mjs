// The second capture driver: the `cap` package behind the helper's line protocol (PROTOCOL.md), in a process of its own.
//
// `cap` has no packet times (Node's clock is used), no drop counts and no choice about promiscuous mode, and loses
// packets whenever this process is busy: it serves where the native helper cannot.
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { networkInterfaces } from 'node:os'
import { parse } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { Failure, PacketFile } from './cap-file.mjs'
import { nameIn } from './cap-names.mjs'

const exitStatus = {
  BADARGS: 2,
  EPERM: 4,
  NODEV: 5,
  IFDOWN: 6,
  BADFILTER: 8,
  DISKFULL: 9,
  OUTFILE: 10,
  EIO: 11,
  NOTSUP: 12,
  EPCAP: 13,
  NOCAP: 15,
}
const linkTypes = {
  NULL: { value: 0, name: 'NULL', description: 'BSD loopback' },
  ETHERNET: { value: 1, name: 'EN10MB', description: 'Ethernet' },
  RAW: { value: 101, name: 'RAW', description: 'Raw IP' },
  LINKTYPE_LINUX_SLL: { value: 113, name: 'LINUX_SLL', description: 'Linux cooked v1' },
  IEEE802_11_RADIO: { value: 127, name: 'IEEE802_11_RADIO', description: '802.11 plus radiotap header' },
}
const flushMs = 100

// `cap` keeps no reference to the buffer that it is given: collected, it would corrupt the heap.
const longLived = { buffer: Buffer.alloc(65535), handles: [] }

let stdoutGone = false
process.stdout.on('error', () => (stdoutGone = true))

function say(object, stale = false) {
  // A reader that does not read must not fill the memory: progress is dropped, events are not.
  if (stdoutGone || (stale && process.stdout.writableLength > 0)) return
  process.stdout.write(`${JSON.stringify(object)}\n`)
}

/** Ends the process, but leaves a reader a second to take the last lines. */
function leave(status) {
  const end = () => process.exit(status)
  setTimeout(end, 1000)
  if (stdoutGone || process.stdout.writableLength === 0) end()
  else process.stdout.once('drain', end)
}

function loadCap() {
  // What libpcap and libdbus read of it is somebody else's word.
  for (const name of Object.keys(process.env)) if (/^(?:DBUS|PCAP)_/i.test(name)) delete process.env[name]
  try {
    const require = createRequire(import.meta.url)
    return { cap: require('cap'), driver: `cap ${require('cap/package.json').version}` }
  } catch (error) {
    const why = String(error.message).split('\n')[0]
    throw new Failure(
      'NOCAP',
      `The cap package cannot be loaded: ${why}`,
      'Install it: sudo apt install libpcap-dev g++ make, then npm install.',
    )
  }
}

function permitted() {
  if (process.platform !== 'linux') return true
  const line = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'latin1'))
  return line !== null && ((BigInt(`0x${line[1]}`) >> 13n) & 1n) === 1n // CAP_NET_RAW
}

const permissionHint = 'The cap driver captures only as root: start Wirelens with sudo, or use the native helper.'

/** Without libpcap's devices of D-Bus: their address may be a command to run. */
const devices = (cap) => cap.Cap.deviceList().filter(({ name }) => !name.startsWith('dbus'))

function list({ cap, driver }) {
  const known = networkInterfaces()
  const adapters = devices(cap).map((device) => {
    const own = known[device.name] ?? []
    const addresses = device.addresses
      .filter((at) => at?.addr)
      .map((at) => ({
        family: at.addr.includes(':') ? 'ipv6' : 'ipv4',
        address: at.addr,
        ...(at.netmask && { netmask: at.netmask }),
      }))
    if (own[0]) addresses.push({ family: 'mac', address: own[0].mac })
    const { name, description = '', flags } = device
    const up = own.length > 0 || name === 'any'
    return {
      name,
      description,
      friendly: '',
      addresses,
      up,
      running: up,
      loopback: flags === 'PCAP_IF_LOOPBACK',
      wireless: false,
    }
  })
  return { driver, service: '', permitted: permitted(), hint: permitted() ? '' : permissionHint, adapters }
}

/** Opens the adapter; what libpcap says is all text here, so the kind of failure has to be found out. */
function open({ cap }, o) {
  const attempt = (filter) => {
    const handle = new cap.Cap()
    longLived.handles.push(handle) // even a failed one: its destructor touches what was never set up
    const linkType = handle.open(o.interface, filter, o.buffer * 1024 * 1024, longLived.buffer)
    return { handle, linkType: linkTypes[linkType] }
  }
  if (!devices(cap).some((device) => device.name === o.interface))
    throw new Failure('NODEV', `${o.interface}: no such interface.`, 'Choose one of those that are listed.')
  const name = nameIn(o.filter)
  if (name)
    throw new Failure(
      'BADFILTER',
      `'${name}' is no address: a capture filter would have to ask the network for it.`,
      'Give the address, as in: host 192.0.2.1, net 192.0.2.0/24, ether host 02:00:00:00:00:01.',
    )
  let opened
  try {
    opened = attempt(o.filter)
  } catch (error) {
    const text = error.message
    if (!permitted() || /permi|CAP_NET_RAW/i.test(text))
      throw new Failure('EPERM', `${o.interface}: no permission to capture.`, permissionHint)
    if (/not up|is down/i.test(text))
      throw new Failure('IFDOWN', `${o.interface}: the interface is down.`, 'Switch it on.')
    try {
      if (o.filter) attempt('').handle.close()
    } catch {
      throw new Failure('EPCAP', `${o.interface}: ${text}`)
    }
    throw o.filter
      ? new Failure('BADFILTER', text, 'Examples: tcp port 80, host 10.0.0.1, not arp.')
      : new Failure('EPCAP', `${o.interface}: ${text}`)
  }
  if (opened.linkType) return opened
  opened.handle.close()
  throw new Failure('NOTSUP', `${o.interface}: cap does not know this link type.`, 'Use the native helper.')
}

/** Microseconds since 1970 by Node's clock; set anew when the system's clock was set. */
function clock() {
  let origin = performance.timeOrigin
  return () => {
    const time = origin + performance.now()
    const apart = Date.now() - time
    if (apart > 1000 || apart < -1000) origin += apart
    return Math.floor((origin + performance.now()) * 1000)
  }
}

function capture(loaded, o) {
  if (o.monitor) throw new Failure('NOTSUP', `${o.interface}: cap has no monitor mode.`, 'Use the native helper.')
  const now = clock()
  const ring = o.ringBytes > 0 || o.ringSeconds > 0
  const { handle, linkType } = open(loaded, o)
  const began = Date.now()
  const kept = []
  let [number, earlier, earlierBytes, accepted, turn, done, fileSince, said] = [0, 0, 0, 0, false, false, began, -1]
  let file = newFile()

  function newFile() {
    number++
    fileSince = Date.now()
    const { dir, name, ext } = parse(o.out)
    const two = (n) => String(n).padStart(2, '0')
    const d = new Date()
    const day = `${d.getFullYear()}${two(d.getMonth() + 1)}${two(d.getDate())}${two(d.getHours())}${two(d.getMinutes())}${two(d.getSeconds())}`
    const numbered = `${dir && `${dir.replace(/\/$/, '')}/`}${name}_${String(number).padStart(5, '0')}_${day}${ext}`
    return new PacketFile(ring ? numbered : o.out, o.overwrite, { ...o, linkType: linkType.value })
  }
  const counted = (event) => ({
    ...event,
    ...{ packets: earlier + file.packets, bytes: earlierBytes + file.end, end: file.end, dropped: 0, file: file.path },
  })

  function rotate() {
    file.finish(now(), accepted)
    kept.push(file.path)
    const event = { event: 'file', closed: file.path, closedEnd: file.end }
    const next = newFile() // if it fails, the counts stay those of the file before
    earlier += file.packets
    earlierBytes += file.end
    file.close()
    file = next
    if (o.ringFiles && kept.length >= o.ringFiles) {
      event.removed = kept.shift()
      rmSync(event.removed, { force: true })
    }
    say(counted(event))
  }

  function finish(reason, failure) {
    if (done) return
    done = true
    handle.close()
    try {
      if (!failure) file.finish(now(), accepted)
    } catch (error) {
      failure ??= error
    }
    if (failure)
      say(counted({ event: 'error', code: failure.code ?? 'EIO', message: failure.message, hint: failure.hint ?? '' }))
    else say(counted({ event: 'stopped', reason }))
    leave(failure ? (exitStatus[failure.code] ?? 1) : 0)
  }

  const guarded = (work) => (argument) => {
    try {
      if (!done) work(argument)
    } catch (error) {
      finish('error', error)
    }
  }
  let flushed = began
  const tick = guarded(() => {
    flushed = Date.now()
    file.flush()
    if (o.ringSeconds && flushed - fileSince >= o.ringSeconds * 1000) turn = true
    if (said !== file.end) say(counted({ event: 'written' }), true)
    said = file.end
    if (o.seconds && flushed - began >= o.seconds * 1000) finish('seconds')
  })
  handle.on(
    'packet',
    guarded((length) => {
      if (turn) {
        turn = false
        rotate()
      }
      file.packet(longLived.buffer, Math.min(length, o.snap), length, now())
      accepted++
      turn = o.ringBytes > 0 && file.size >= o.ringBytes
      if (o.packets && accepted >= o.packets) finish('packets')
      else if (o.bytes && earlierBytes + file.size >= o.bytes) finish('bytes')
      // Under a flood cap never returns to the event loop, so no timer fires.
      else if (accepted % 256 === 0 && Date.now() - flushed >= flushMs) tick()
    }),
  )
  const warning = 'cap: times are those of this program, lost packets are not counted, promiscuous mode is always on'
  say(
    counted({
      event: 'started',
      interface: o.interface,
      driver: loaded.driver,
      linkType,
      snap: Math.min(o.snap, 65535),
      perSecond: 1000000,
      warning,
    }),
  )
  setInterval(tick, flushMs)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => finish('signal'))
  // In Electron's utilityProcess there is no stdin: any message stops.
  process.parentPort?.on('message', () => finish('stdin'))
  if (!o.watchStdin || process.stdin.isTTY) return
  process.stdin
    .on('data', () => {})
    .on('end', () => finish('stdin'))
    .on('error', () => finish('stdin'))
}

function options([command, ...words]) {
  const o = { interface: '', out: '', filter: '', snap: 262144, buffer: 32, packets: 0, bytes: 0, seconds: 0 }
  Object.assign(o, {
    ringFiles: 0,
    ringBytes: 0,
    ringSeconds: 0,
    monitor: false,
    overwrite: false,
    linkTypes: false,
    promiscuous: true,
    watchStdin: true,
  })
  const flags = {
    '--no-promiscuous': 'promiscuous',
    '--monitor': 'monitor',
    '--overwrite': 'overwrite',
    '--link-types': 'linkTypes',
  }
  const bad = (text) =>
    new Failure('BADARGS', text, 'Usage: cap-driver.mjs version|list|check|capture, see PROTOCOL.md.')
  while (words.length > 0) {
    const name = words.shift()
    if (flags[name]) {
      o[flags[name]] = name !== '--no-promiscuous'
      continue
    }
    const key = name.slice(2).replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
    const value = words.shift()
    if (value === undefined) throw bad(`${name}: unknown, or its value is missing.`)
    if (name === '--stdin' && (value === 'watch' || value === 'ignore')) o.watchStdin = value === 'watch'
    else if (['interface', 'out', 'filter'].includes(key)) o[key] = value
    else if (typeof o[key] === 'number' && /^[1-9][0-9]{0,14}$/.test(value)) o[key] = Number(value)
    else throw bad(`${name} ${value}: unknown, or not a number above zero.`)
  }
  if (command !== 'list' && !o.interface) throw bad('--interface is missing.')
  if (command === 'capture' && !o.out) throw bad('--out is missing.')
  if (o.ringFiles && !o.ringBytes && !o.ringSeconds) throw bad('--ring-files needs --ring-bytes or --ring-seconds.')
  return o
}

function run(words) {
  const [command] = words
  if (!['version', 'list', 'check', 'capture'].includes(command))
    throw new Failure('BADARGS', `'${command ?? ''}' is no command.`)
  const o = command === 'version' ? {} : options(words)
  const loaded = loadCap()
  if (command === 'capture') return capture(loaded, o)
  if (command === 'version') say({ version: '0.1.0', driver: loaded.driver, service: '', permitted: permitted() })
  if (command === 'list') say(list(loaded))
  if (command === 'check') {
    const { handle, linkType } = open(loaded, o)
    handle.close()
    say({ ok: true, linkType })
  }
  leave(0)
}

try {
  run(process.argv.slice(2))
} catch (failure) {
  say({ event: 'error', code: failure.code ?? 'EPCAP', message: failure.message, hint: failure.hint ?? '' })
  leave(exitStatus[failure.code] ?? 1)
}
