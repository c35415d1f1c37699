// A stand-in for the `electron` module: records what is asked of it and lets a test play the system's side.
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** One end of a message channel, as MessagePortMain: starts on `start()`, closes both ends. */
export class Port extends EventEmitter {
  other: Port | null = null
  private started = false
  private waiting: unknown[] = []
  postMessage(data: unknown): void {
    const { other } = this
    const copy: unknown = structuredClone(data)
    queueMicrotask(() => other?.take(copy))
  }
  start(): void {
    this.started = true
    for (const data of this.waiting.splice(0)) this.emit('message', { data, ports: [] })
  }
  close(): void {
    const { other } = this
    if (!other) return
    this.other = other.other = null
    this.emit('close')
    other.emit('close')
  }
  private take(data: unknown): void {
    if (this.started) this.emit('message', { data, ports: [] })
    else this.waiting.push(data)
  }
}
export class MessageChannelMain {
  port1 = new Port()
  port2 = new Port()
  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}

export const page = 'app://wirelens/'

export class Contents extends EventEmitter {
  mainFrame = { url: page }
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  posted: { channel: string; message: unknown; ports: Port[] }[] = []
  reloads = 0
  crashes = 0
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  postMessage(channel: string, message: unknown, ports: Port[]): void {
    this.posted.push({ channel, message, ports })
  }
  reload(): void {
    this.reloads++
  }
  forcefullyCrashRenderer(): void {
    this.crashes++
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  static getAllWindows = (): BrowserWindow[] => BrowserWindow.all
  static getFocusedWindow = (): BrowserWindow | null => BrowserWindow.all[0] ?? null
  webContents = new Contents()
  loaded: string[] = []
  shown = false
  focused = 0
  destroyed = false
  constructor(readonly options: Record<string, unknown>) {
    super()
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    return Promise.resolve()
  }
  show(): void {
    this.shown = true
  }
  focus(): void {
    this.focused++
  }
  isMinimized = (): boolean => false
  restore(): void {}
  isDestroyed = (): boolean => this.destroyed
  /** As the user's click on the cross: may be prevented. */
  close(): void {
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    this.destroyed = true
    BrowserWindow.all = BrowserWindow.all.filter((other) => other !== this)
    this.emit('closed')
    if (!BrowserWindow.all.length) app.emit('window-all-closed')
  }
}

export interface Preventable {
  defaultPrevented: boolean
  preventDefault(): void
}
export const preventable = (): Preventable => ({
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true
  },
})

type Answer = (allowed: boolean) => void
/** What guardSession sets on a session. */
export class Session extends EventEmitter {
  ask!: (contents: unknown, permission: string, answer: Answer, details: object) => void
  check!: (contents: unknown, permission: string, origin: string, details: object) => boolean
  device!: () => boolean
  display!: (request: object, answer: (streams: unknown) => void) => void
  fetch!: (details: { url: string }, answer: (reply: { cancel: boolean }) => void) => void
  setPermissionRequestHandler = (handler: Session['ask']): void => void (this.ask = handler)
  setPermissionCheckHandler = (handler: Session['check']): void => void (this.check = handler)
  setDevicePermissionHandler = (handler: Session['device']): void => void (this.device = handler)
  setDisplayMediaRequestHandler = (handler: Session['display']): void => void (this.display = handler)
  webRequest = { onBeforeRequest: (handler: Session['fetch']): void => void (this.fetch = handler) }
}
export const session = { defaultSession: new Session() }

class App extends EventEmitter {
  isPackaged = true
  first = true
  exits: (number | 'quit')[] = []
  sandboxed = false
  recent: string[] = []
  whenReady = (): Promise<void> => Promise.resolve()
  enableSandbox = (): void => void (this.sandboxed = true)
  requestSingleInstanceLock = (): boolean => this.first
  getVersion = (): string => '0.0.0'
  addRecentDocument = (path: string): void => void this.recent.push(path)
  exit = (code: number): void => void this.exits.push(code)
  quit(): void {
    const event = preventable()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.exits.push('quit')
  }
}
export const app = new App()

export const protocol = {
  schemes: [] as unknown[],
  handlers: new Map<string, (request: Request) => Response>(),
  registerSchemesAsPrivileged(list: unknown[]): void {
    this.schemes.push(...list)
  },
  handle(scheme: string, handler: (request: Request) => Response): void {
    this.handlers.set(scheme, handler)
  },
}

/** What a test has the user answer, and what was asked. */
export const dialog = {
  asked: [] as Record<string, unknown>[],
  response: 0,
  openPath: '',
  savePath: '',
  showMessageBox(...words: unknown[]): Promise<{ response: number }> {
    this.asked.push(words.at(-1) as Record<string, unknown>)
    return Promise.resolve({ response: this.response })
  },
  showOpenDialog(...words: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    this.asked.push(words.at(-1) as Record<string, unknown>)
    return Promise.resolve({ canceled: !this.openPath, filePaths: this.openPath ? [this.openPath] : [] })
  },
  showSaveDialog(...words: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    this.asked.push(words.at(-1) as Record<string, unknown>)
    return Promise.resolve({ canceled: !this.savePath, filePath: this.savePath })
  },
  showErrorBox(): void {},
}

export const shell = {
  opened: [] as string[],
  openExternal(address: string): Promise<void> {
    this.opened.push(address)
    return Promise.resolve()
  },
}

export interface Item {
  id?: string
  label?: string
  role?: string
  accelerator?: string
  registerAccelerator?: boolean
  submenu?: Item[]
  click?: () => void
}
export const Menu = {
  shown: [] as Item[],
  buildFromTemplate: (template: Item[]): Item[] => template,
  setApplicationMenu(menu: Item[]): void {
    Menu.shown = menu
  },
}

export const ipcMain = new EventEmitter()
/** `suspend` and `resume`, as the system tells them. */
export const powerMonitor = new EventEmitter()

/** The utility process: a Node child with a parent port, running what was built. */
export const utilityProcess = {
  children: [] as EventEmitter[],
  options: [] as { env?: Record<string, string>; stdio?: unknown }[],
  fork(file: string, args: string[], options: { env?: Record<string, string> }): EventEmitter {
    const built = file.replace(/^.*[\\/]electron[\\/]/, `${join(root, 'dist', 'electron')}/`)
    const child = fork(join(import.meta.dirname, 'parent-port.mjs'), [built, ...args], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: options.env ?? process.env,
    })
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      postMessage: (message: object) => void child.send(message),
      kill: () => child.kill(),
    })
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code) => utility.emit('exit', code))
    this.children.push(utility)
    this.options.push(options)
    return utility
  },
}

/** A message as if the running decoder had sent it. */
export const sayFromDecoder = (message: object): void => {
  utilityProcess.children.at(-1)!.emit('message', message)
}

/** The preload's side. */
export const ipcRenderer = Object.assign(new EventEmitter(), {
  sent: [] as unknown[][],
  send(...words: unknown[]): void {
    this.sent.push(words)
  },
})
export const contextBridge = {
  exposed: {} as Record<string, unknown>,
  exposeInMainWorld(name: string, value: unknown): void {
    this.exposed[name] = value
  },
}
export const webUtils = { getPathForFile: (file: { path?: string }): string => file.path ?? '' }
