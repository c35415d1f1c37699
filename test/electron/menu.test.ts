// The native menu: its commands, labels and keys are the page's own.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import type { Item } from './stand-in/electron'
import { Menu } from './stand-in/electron'
import { speak } from '../../engine/words/language'

vi.mock('electron', () => import('./stand-in/electron'))
const { setMenu } = await import('../../electron/menu')

const messages = (language: string) =>
  JSON.parse(readFileSync(`renderer/messages/${language}.json`, 'utf8')) as Record<string, string>
const labels = messages('en')
const source = readdirSync('renderer/commands')
  .map((name) => readFileSync(`renderer/commands/${name}`, 'utf8'))
  .join('\n')
/** Names of the page's commands with the name of the message that is their title. */
const commands = new Map<string, string>()
for (const [, name, message] of source.matchAll(/name: '([\w-]+)',\s+title: \(\) => m\.(\w+)\(\)/g))
  commands.set(name!, message!)
for (const [, kind, message] of source.matchAll(/timeFormat\('([\w-]+)', \(\) => m\.(\w+)\(\)/g))
  commands.set(`time-${kind}`, message!)
for (const [, kind, message] of source.matchAll(/theme\('([\w-]+)', \(\) => m\.(\w+)\(\)/g))
  commands.set(`theme-${kind}`, message!)
for (const [, kind, message] of source.matchAll(/language\('([\w-]+)', \(\) => m\.(\w+)\(\)/g))
  commands.set(`language-${kind}`, message!)
for (const [, name, message] of source.matchAll(/panel\('([\w-]+)', \(\) => m\.(\w+)\(\)/g))
  commands.set(`panel-${name}`, message!)
/** Names of the commands that the page has in its menus. */
const inMenus = [
  ...source.matchAll(/name: '([\w-]+)',\s+title: [^\n]+\n\s+menu: \[/g),
  ...[...source.matchAll(/panel\('([\w-]+)', \(\) => /g)].map(([all, name]) => [all, `panel-${name}`]),
].map(([, name]) => name!)

const flat = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])])
const told: string[] = []
const opened: string[] = []
const parts = {
  command: (id: string) => void told.push(id),
  open: (path: string) => void opened.push(path),
  recent: [
    { path: '/x/a&b.pcap', name: 'a&b.pcap', missing: false },
    { path: '/x/gone.pcap', name: 'gone.pcap', missing: true },
  ],
  devTools: false,
}
setMenu(parts)
const items = flat(Menu.shown)

describe('the menu', () => {
  it('holds commands that the page knows, under the same words', () => {
    const own = items.filter((item) => item.id)
    expect(own.length).toBeGreaterThan(30)
    for (const { id, label } of own) expect([id, label]).toEqual([id, labels[commands.get(id!)!]])
  })
  it('holds every command of the menus of the page', () => {
    const ids = new Set(items.map((item) => item.id))
    expect(inMenus.length).toBeGreaterThan(40)
    // The native menu has one entry for both, as the keyboard has.
    expect(inMenus.filter((name) => !ids.has(name) && !['start', 'stop'].includes(name))).toEqual([])
  })
  it('bears the page’s Korean words when Korean is spoken', () => {
    const korean = messages('ko')
    speak('ko')
    setMenu(parts)
    const own = flat(Menu.shown).filter((item) => item.id)
    const top = Menu.shown.map((item) => item.label)
    speak('en')
    setMenu(parts)
    expect(own.map(({ id, label }) => [id, label])).toEqual(own.map(({ id }) => [id, korean[commands.get(id!)!]]))
    expect(top[0]).toBe('파일(&F)')
  })
  it('sends the id of what is chosen', () => {
    items.find((item) => item.id === 'go-to-packet')!.click!()
    expect(told).toEqual(['go-to-packet'])
  })
  it('shows keys without taking them from the page', () => {
    for (const { accelerator, registerAccelerator } of items) if (accelerator) expect(registerAccelerator).toBe(false)
  })
  it('shows recent files that are still there', () => {
    const recent = items.find((item) => item.label === 'Open recent')!.submenu!
    expect(recent.map((item) => item.label)).toEqual(['a&&b.pcap'])
    recent[0]!.click!()
    expect(opened).toEqual(['/x/a&b.pcap'])
  })
  it('has developer tools in development only', () => {
    expect(items.some((item) => item.role === 'toggleDevTools')).toBe(false)
    setMenu({ ...parts, devTools: true })
    expect(flat(Menu.shown).some((item) => item.role === 'toggleDevTools')).toBe(true)
  })
})
