// Which driver is chosen, and what a capture says when its driver is missing, talks rubbish or dies.
import { describe, expect, it } from 'vitest'
import { readCaptureLine } from '../../native/capture-lines'
import type { Driver } from '../../native/drivers'
import { checkFilter, findDrivers, listAdapters, startCapture } from '../../native/drivers'
import { helper, noCapture } from '../support/capturing'
import { needs } from '../support/skip'

/** A driver that is a few lines of JavaScript. */
function fake(script: string): Driver {
  return { kind: 'helper', command: process.execPath, args: ['-e', script, '--'] }
}

async function withHelper<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = process.env['WIRELENS_HELPER']
  process.env['WIRELENS_HELPER'] = path
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['WIRELENS_HELPER']
    else process.env['WIRELENS_HELPER'] = before
  }
}

const options = { interface: 'lo', out: 'x.pcapng' }
const written = '{"event":"written","packets":7,"bytes":900,"end":900,"dropped":1,"file":"x.pcapng"}'

describe('a capture', () => {
  it('whose driver is missing says so', async () => {
    const end = await startCapture({ kind: 'helper', command: '/nosuch/helper', args: [] }, options).ended
    expect(end).toMatchObject({
      reason: 'error',
      problem: { code: 'NODRIVER', message: expect.stringContaining('/nosuch/helper') },
    })
  })

  it('whose driver is no program says so', async () => {
    const end = await startCapture({ kind: 'helper', command: '/', args: [] }, options).ended
    expect(end.problem).toMatchObject({ code: 'NODRIVER', hint: expect.stringContaining('build') })
  })

  it('takes no notice of lines that are not the protocol', async () => {
    const script = `console.log('hello'); console.log('{"event":"written","packets":-1}'); console.log('${written}'); console.log('[1]')`
    expect((await startCapture(fake(script), options).ended).packets).toBe(7)
  })

  it('puts lines together that come in pieces', async () => {
    const script = `process.stdout.write('${written.slice(0, 20)}'); setTimeout(() => process.stdout.write('${written.slice(20)}'), 50)`
    expect((await startCapture(fake(script), options).ended).packets).toBe(7)
  })

  it('keeps the packets reported by a driver that was killed', async () => {
    const script = `console.log('${written}'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100)`
    const end = await startCapture(fake(script), options).ended
    expect(end).toMatchObject({ reason: 'error', packets: 7, end: 900, dropped: 1 })
    expect(end.problem).toEqual({
      code: 'KILLED',
      message: 'The capture helper was ended by SIGKILL; 7 packets had been captured.',
      hint: 'They are safe in x.pcapng. Start the capture again.',
    })
  })

  it('repeats the last words of a driver that crashed', async () => {
    const end = await startCapture(fake(`console.error('assertion failed'); process.exit(134)`), options).ended
    expect(end.problem?.message).toContain('ended with status 134 (assertion failed)')
  })

  it('whose driver does not stop is ended by force', async () => {
    const capture = startCapture(
      fake(`process.on('SIGTERM', () => process.exit(1)); setInterval(() => {}, 1000); console.log('${written}')`),
      options,
    )
    expect((await capture.stop()).problem?.code).toBe('KILLED')
  })

  it('says null for started when the driver refused', async () => {
    const refusal = '{"event":"error","code":"EPERM","message":"no","hint":"ask"}'
    const capture = startCapture(fake(`console.log('${refusal}'); process.exitCode = 4`), options)
    expect(await capture.started).toBeNull()
    expect((await capture.ended).problem).toEqual({ code: 'EPERM', message: 'no', hint: 'ask' })
  })
})

describe('a line', () => {
  it('is read', () => expect(readCaptureLine(written)).toMatchObject({ event: 'written', packets: 7 }))
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"event":"toString"}',
    '{"event":"written"}',
    written.replace('7', '7.5'),
    written.replace('"x.pcapng"', '1'),
  ])('is refused: %s', (text) => expect(readCaptureLine(text)).toBeNull())
})

needs(!noCapture, noCapture).describe('the choice', () => {
  it('falls on the helper', async () => {
    const drivers = await withHelper(helper.command, () => findDrivers())
    expect(drivers).toMatchObject({
      chosen: { kind: 'helper', command: helper.command },
      problem: null,
      permitted: true,
    })
    expect(drivers.why).toMatch(/^Captures with the native helper and libpcap 1\./)
  })

  it('without helper and cap is none, with what to do', async () => {
    const drivers = await withHelper('/nosuch/helper', () => findDrivers({ cap: null }))
    expect(drivers).toMatchObject({ chosen: null, why: expect.stringContaining('/nosuch/helper') })
  })

  it('without helper is cap, and says so', async () => {
    const script = `console.log('{"driver":"cap 0.2.1","permitted":true,"hint":"","adapters":[]}')`
    const drivers = await withHelper('/nosuch/helper', () => findDrivers({ cap: { ...fake(script), kind: 'cap' } }))
    expect(drivers).toMatchObject({
      chosen: { kind: 'cap' },
      why: expect.stringMatching(/^Captures with cap 0.2.1, which loses packets/),
    })
  })

  it('lists the adapters', async () => {
    const list = await withHelper(helper.command, () => listAdapters())
    expect(list.adapters.map((at) => at.name)).toContain('lo')
  })

  it('checks filters', async () => {
    const check = (filter: string) => withHelper(helper.command, () => checkFilter({ interface: 'lo', filter }))
    expect(await check('udp')).toMatchObject({ ok: true, linkType: { value: 1 } })
    expect(await check('udp udp')).toMatchObject({ ok: false, code: 'BADFILTER' })
  })
})
