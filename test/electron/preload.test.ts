// The preload script: one function for the page, the port handed over, and the paths of files that the user dropped.
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readFileSync } from 'node:fs'
import { contextBridge, ipcRenderer } from './stand-in/electron'

vi.mock('electron', () => import('./stand-in/electron'))

type Drop = Event & { isTrusted: boolean; dataTransfer: { files: object[] } | null }
const posted: unknown[][] = []
const listeners: Record<string, { take: (event: Drop) => void; options: unknown }> = {}
const dispatched: string[] = []

beforeAll(async () => {
  vi.stubGlobal('DragEvent', class extends Event {})
  vi.stubGlobal('window', {
    location: { origin: 'app://wirelens' },
    postMessage: (...words: unknown[]) => void posted.push(words),
    addEventListener: (name: string, take: (event: Drop) => void, options: unknown) =>
      void (listeners[name] = { take, options }),
    dispatchEvent: (event: Event) => void dispatched.push(event.type),
  })
  await import('../../electron/preload')
  return () => vi.unstubAllGlobals()
})
beforeEach(() => {
  ipcRenderer.sent.length = 0
})

const drop = (isTrusted: boolean, files: object[]) => {
  const event = { isTrusted, dataTransfer: { files }, preventDefault: vi.fn(), stopImmediatePropagation: vi.fn() }
  listeners['drop']!.take(event as unknown as Drop)
  return event
}

describe('the preload script', () => {
  it('gives the page one function and nothing else', () => {
    expect(Object.keys(contextBridge.exposed)).toEqual(['wirelens'])
    expect(Object.entries(contextBridge.exposed['wirelens'] as object).map(([name, f]) => [name, typeof f])).toEqual([
      ['port', 'function'],
    ])
  })
  it('asks for a port without an argument of the page', () => {
    ;(contextBridge.exposed['wirelens'] as { port(x?: unknown): void }).port({ evil: true })
    expect(ipcRenderer.sent).toEqual([['wirelens-port']])
  })
  it("hands the port to its own page, in the shape that the page's transport waits for", () => {
    const port = {}
    ipcRenderer.emit('wirelens-port', { ports: [port] })
    expect(posted).toEqual([['wirelens-port', 'app://wirelens', [port]]])
    expect(readFileSync('renderer/client/message-port.ts', 'utf8')).toMatch(
      /event\.source === window && event\.ports\[0\]/,
    )
  })
  it('tells the path of a dropped file before the page sees the drop', () => {
    const event = drop(true, [{ path: '/home/me/a.pcap' }])
    expect(ipcRenderer.sent).toEqual([['wirelens-drop', '/home/me/a.pcap']])
    expect(listeners['drop']!.options).toEqual({ capture: true })
    expect(event.stopImmediatePropagation).toHaveBeenCalledOnce()
    expect(dispatched).toEqual(['dragleave'])
  })
  it('tells nothing of a drop that a script made up, or of a file without a path', () => {
    for (const event of [drop(false, [{ path: '/etc/passwd' }]), drop(true, [{}]), drop(true, [])])
      expect(event.preventDefault).not.toHaveBeenCalled()
    expect(ipcRenderer.sent).toEqual([])
  })
})
