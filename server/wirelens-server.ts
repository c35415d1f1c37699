/** The browser shell: serves the window on loopback, behind a token, with a decoder of its own. `wirelens-server [FILE] [--port N] [--open]`. */
import { spawn } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WebSocketServer } from 'ws'
import { limits } from '../engine/limits'
import { Host } from '../shell/host'
import { homepage, version } from '../package.json'
import { releasesOf, temporaryFolder } from '../shell/places'
import { makeToken, upgradeAllowed } from './gate'
import { readPages, servePage } from './pages'
import { servePort } from './port'
import { startDecoder } from './start-decoder'

export interface ServerOptions {
  file?: string
  port?: number
  open?: boolean
}

/** Connections at one time; a browser takes some six for a page. */
const mostConnections = 128
/** Ports at one time whose token has not come yet. */
const mostStrangers = 16

/** Starts serving; resolves with the address that the user opens. */
export async function serve(options: ServerOptions): Promise<{ address: string; host: Host; close(): Promise<void> }> {
  const pages = readPages(rendererFolder())
  const token = makeToken()
  const host = new Host({
    info: { kind: 'browser', version, platform: process.platform, ownDialogs: false, releases: releasesOf(homepage) },
    startDecoder,
  })
  if (options.file !== undefined) host.openAtStart = resolve(options.file)
  let port = options.port ?? 0
  const server = createServer((request, response) => servePage(pages, port, request, response))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.webSocketFrame, perMessageDeflate: false })
  server.maxConnections = mostConnections
  const strangers = new Set<unknown>()
  server.on('upgrade', (request, socket, head) => {
    if (!upgradeAllowed(request, port)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    if (strangers.size >= mostStrangers) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
      return
    }
    strangers.add(socket)
    socket.once('close', () => strangers.delete(socket))
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      servePort(webSocket, host, token, socket, () => strangers.delete(socket)),
    )
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  port = (server.address() as { port: number }).port
  host.ownPort = port
  return {
    address: `http://127.0.0.1:${port}/#${token}`,
    host,
    close: async () => {
      for (const client of sockets.clients) client.terminate()
      server.close()
      await host.close()
    },
  }
}

function rendererFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 4; up++) {
    for (const path of [join(folder, 'renderer'), join(folder, 'dist', 'renderer')])
      if (existsSync(join(path, 'assets')) && existsSync(join(path, 'index.html'))) return path
    folder = dirname(folder)
  }
  throw new Error('The window is not built: run `npm run build`.')
}

function readArguments(args: readonly string[]): ServerOptions {
  const options: ServerOptions = {}
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--open') options.open = true
    else if (arg === '--no-open') options.open = false
    else if (arg === '--port') {
      const port = Number(args[++i])
      if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error('--port takes a number from 0 to 65535.')
      options.port = port
    } else if (arg.startsWith('-') && arg !== '-')
      throw new Error(`There is no option ${arg}. Known: --port N, --open.`)
    else options.file = arg
  }
  return options
}

/** Opens the user's browser through a page of ours that leads to the address: the token must not stand in a process list. */
function openBrowser(address: string): void {
  const page = join(temporaryFolder(), `open-${process.pid}-${makeToken().slice(0, 12)}.html`)
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Wirelens</title>`,
    {
      mode: 0o600,
      flag: 'wx',
    },
  )
  setTimeout(() => rmSync(page, { force: true }), 30_000).unref()
  const [command, args]: [string, string[]] =
    process.platform === 'win32'
      ? ['cmd', ['/c', 'start', '', page]]
      : process.platform === 'darwin'
        ? ['open', [page]]
        : ['xdg-open', [page]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => console.log('No browser could be started: open the address above.'))
  child.unref()
}

const asRoot =
  'Wirelens runs as root, and so does what reads the bytes of strangers. Better start it as yourself: “wirelens doctor” says how to capture then.'

async function main(): Promise<void> {
  try {
    const options = readArguments(process.argv.slice(2))
    if (process.getuid?.() === 0) console.error(asRoot)
    const { address, close } = await serve(options)
    console.log(`Wirelens is at ${address}`)
    if (options.open) openBrowser(address)
    const end = (): void => {
      void close().finally(() => process.exit(0))
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    console.error(
      code === 'EADDRINUSE'
        ? 'That port is in use: choose another with --port N, or leave it out.'
        : `wirelens: ${message}`,
    )
    process.exit(1)
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) void main()
