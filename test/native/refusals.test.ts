// What the drivers refuse, and whether they say what, where and what to do.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CaptureOptions, Driver } from '../../native/drivers'
import { startCapture } from '../../native/drivers'
import { captureAt, eachDriver, helper, noCapture, scene, withFolder } from '../support/capturing'
import { needs } from '../support/skip'

function ask(driver: Driver, words: string[], env: Record<string, string> = {}) {
  const done = spawnSync(driver.command, [...driver.args, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { status: done.status, answer: JSON.parse(done.stdout) as Record<string, unknown> }
}

/** The helper as somebody without rights runs it, from a copy that may be given the right to capture. */
function ordinaryUser(folder: string, granted: boolean): Driver {
  const own = join(folder, 'wirelens-capture')
  chmodSync(folder, 0o777)
  copyFileSync(helper.command, own)
  chmodSync(own, 0o755)
  if (granted) execFileSync('setcap', ['cap_net_raw,cap_net_admin+eip', own])
  return { ...helper, command: 'setpriv', args: ['--reuid=65534', '--regid=65534', '--clear-groups', own] }
}

function refusal(options: CaptureOptions) {
  return startCapture(helper, options).ended.then((end) => end.problem)
}

for (const { name, driver, absent } of eachDriver)
  needs(!absent, absent).describe(name, () => {
    it('accepts a good filter', () => {
      expect(ask(driver, ['check', '--interface', 'lo', '--filter', 'tcp port 80'])).toMatchObject({
        status: 0,
        answer: { ok: true },
      })
    })
    it('refuses a bad filter with libpcap’s words', () => {
      const { status, answer } = ask(driver, ['check', '--interface', 'lo', '--filter', 'tcp prt 80'])
      expect(answer).toMatchObject({ code: 'BADFILTER', message: expect.stringContaining('syntax error') })
      expect(status).toBe(8)
    })
    it('refuses a filter that makes no sense on this link type', () => {
      const { answer } = ask(driver, ['check', '--interface', 'lo', '--filter', 'wlan type mgt'])
      expect(answer).toMatchObject({ code: 'BADFILTER', message: expect.stringContaining('802.11') })
    })
    it('names an interface that does not exist', () => {
      const { status, answer } = ask(driver, ['check', '--interface', 'nosuch0', '--filter', 'tcp'])
      expect(answer).toMatchObject({ code: 'NODEV', message: expect.stringContaining('nosuch0') })
      expect(status).toBe(5)
    })
    it('lists the loopback adapter with its address', () => {
      const { answer } = ask(driver, ['list'])
      const lo = (answer['adapters'] as Record<string, unknown>[]).find((at) => at['name'] === 'lo')
      expect(lo).toMatchObject({
        loopback: true,
        addresses: expect.arrayContaining([expect.objectContaining({ address: '127.0.0.1' })]),
      })
    })
    it('refuses arguments that it does not know', () => {
      expect(ask(driver, ['capture', '--interface', 'lo', '--frobnicate', '1']).answer).toMatchObject({
        code: 'BADARGS',
      })
    })
    it('refuses to overwrite a file', () =>
      withFolder(async (folder) => {
        const out = join(folder, 'kept.pcapng')
        writeFileSync(out, 'kept')
        const { answer } = ask(driver, ['capture', '--interface', 'lo', '--out', out])
        expect(answer).toMatchObject({ code: 'OUTFILE', message: expect.stringContaining(out) })
      }))
    it('overwrites when told to', () =>
      withFolder(async (folder) => {
        const out = join(folder, 'old.pcapng')
        writeFileSync(out, 'old'.repeat(1000))
        const end = await startCapture(driver, { interface: 'lo', out, overwrite: true, seconds: 1 }).ended
        expect(end).toMatchObject({ reason: 'seconds', problem: null })
      }))
    it('does not write through a link', () =>
      withFolder(async (folder) => {
        const [kept, out] = [join(folder, 'kept'), join(folder, 'link.pcapng')]
        writeFileSync(kept, 'kept')
        symlinkSync(kept, out)
        const words = ['capture', '--interface', 'lo', '--out', out, '--overwrite', '--seconds', '1']
        expect(ask(driver, words).answer).toMatchObject({ code: 'OUTFILE' })
        expect(readFileSync(kept, 'utf8')).toBe('kept')
      }))
    it('refuses to write into what is no file', () => {
      expect(ask(driver, ['capture', '--interface', 'lo', '--out', '/dev/null', '--overwrite']).answer).toMatchObject({
        code: 'OUTFILE',
      })
    })
  })

needs(!noCapture, noCapture).describe('the helper', () => {
  it('gives link types when asked', () => {
    const { answer } = ask(helper, ['list', '--link-types'])
    const lo = (answer['adapters'] as Record<string, unknown>[]).find((at) => at['name'] === 'lo')
    expect(lo?.['linkTypes']).toEqual([{ value: 1, name: 'EN10MB', description: 'Ethernet' }])
  })

  it('says that libpcap is missing, and how to get it', () => {
    const { status, answer } = ask(helper, ['list'], { WIRELENS_LIBPCAP: 'libnosuch.so' })
    expect(answer).toMatchObject({ code: 'NOPCAP', hint: expect.stringContaining('apt install libpcap0.8') })
    expect(status).toBe(3)
  })

  it('says that it has no permission, and how to grant it', () =>
    withFolder(async (folder) => {
      const nobody = ordinaryUser(folder, false)
      const { status, answer } = ask(nobody, ['capture', '--interface', 'lo', '--out', join(folder, 'x.pcapng')])
      expect(answer).toMatchObject({
        code: 'EPERM',
        hint: expect.stringContaining('setcap cap_net_raw,cap_net_admin+eip'),
      })
      expect(status).toBe(4)
    }))

  it('captures as an ordinary user once the right is granted, and has none left then', () =>
    withFolder(async (folder) => {
      const nobody = ordinaryUser(folder, true)
      const capture = startCapture(nobody, { interface: 'lo', out: join(folder, 'x.pcapng') })
      const started = await capture.started
      const status = started ? execFileSync('cat', [`/proc/${capture.pid}/status`], { encoding: 'utf8' }) : ''
      expect((await capture.stop()).problem).toBeNull()
      expect(status).toMatch(/^CapPrm:\s*0{16}$/m)
      expect(status).toMatch(/^NoNewPrivs:\s*1$/m)
    }))

  it('takes no library from the environment once the right is granted', () =>
    withFolder(async (folder) => {
      const nobody = ordinaryUser(folder, true)
      expect(ask(nobody, ['list'], { WIRELENS_LIBPCAP: 'libnosuch.so' }).status).toBe(0)
    }))

  it('names a folder that is not there', async () => {
    const out = '/nosuch-folder/x.pcapng'
    expect(await refusal({ interface: 'lo', out })).toMatchObject({
      code: 'OUTFILE',
      message: expect.stringContaining(out),
    })
  })

  it(
    'says that an interface is down',
    scene(async (net, folder) => {
      await net.run(net.left, 'ip', ['link', 'set', net.left.interface, 'down'])
      const capture = await captureAt(net, net.left, { out: join(folder, 'x.pcapng') })
      expect((await capture.ended).problem).toMatchObject({
        code: 'IFDOWN',
        hint: expect.stringContaining('ip link set'),
      })
    }),
  )
})
