// `-G values|decodes|heuristic-decodes|currentprefs`, and `-u hms`: what tshark says of the same.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { hasTshark, run } from '../support/reference'
import { needs } from '../support/skip'
import { root, temporaryFolder, wirelens } from './program'

const { describe } = needs(hasTshark(), 'tshark is not there')

describe('lists of what the protocols declare', () => {
  const { it } = needs(true, '')
  const lines = (text: string, of: RegExp): string[] => text.split('\n').filter((line) => of.test(line))
  it('-G values: nothing that tshark does not say, of the protocols that everybody meets', () => {
    const of = /\t(arp|eth|ip|tcp|udp|icmp|dns)\./
    const theirs = new Set(run('tshark', ['-G', 'values']).out.split('\n'))
    const ours = lines(wirelens(['-G', 'values']).out, of)
    expect(ours.filter((line) => !theirs.has(line))).toEqual([])
    expect(ours).toContain('V\tarp.opcode\t1\trequest')
    expect(ours).toContain('T\tip.flags.df\tSet\tNot set')
    expect(ours.length).toBeGreaterThan(1000)
  })
  it('-G decodes: the tables of numbers', () => {
    const of = /^(ethertype|ip\.proto|tcp\.port|udp\.port)\t.*\t(arp|ip|ipv6|icmp|tcp|udp|dns|http|tls|dhcp|vxlan|gre)$/
    const theirs = new Set(run('tshark', ['-G', 'decodes']).out.split('\n'))
    const ours = lines(wirelens(['-G', 'decodes']).out, of)
    // Port 8472 is what Linux takes for VXLAN unless told otherwise; tshark has only 4789.
    expect(ours.filter((line) => !theirs.has(line))).toEqual(['udp.port\t8472\tvxlan'])
    expect(ours).toContain('udp.port\t53\tdns')
    expect(ours.length).toBeGreaterThan(15)
  })
  it('-G protocols: names of protocols that tshark knows too', () => {
    // TPKT is there twice.
    const lines = run('tshark', ['-G', 'protocols']).out.split('\n')
    const theirs = new Set(lines)
    const names = new Set(lines.map((line) => line.split('\t')[2]))
    const ours = wirelens(['-G', 'protocols']).out.trimEnd().split('\n')
    // "PKIX1Implitit" there is a slip of the pen.
    const others = ours.filter((line) => {
      const name = line.split('\t')[2]!
      return names.has(name) && name !== 'pkix1implicit' && !theirs.has(line)
    })
    expect(others).toEqual([])
    expect(ours).toContain('Address Resolution Protocol\tARP/RARP\tarp')
    expect(ours).toContain('Null/Loopback\tNull\tnull')
    expect(ours).toContain('Malformed Packet\tMalformed packet\t_ws.malformed')
  })
  it('-G heuristic-decodes and currentprefs', () => {
    const guesses = wirelens(['-G', 'heuristic-decodes']).out.trimEnd().split('\n')
    for (const line of guesses) expect(line).toMatch(/^[\w.]+\t[\w.-]+\t[TF]$/)
    const preferences = wirelens(['-G', 'currentprefs']).out
    // A line as it can be given to -o, in a comment because it says what holds anyway.
    expect(preferences).toMatch(/^# TRUE or FALSE \(case-insensitive\)\.\n#http\.dechunk_body: TRUE$/m)
  })
})

describe('-u hms', () => {
  const { it } = needs(true, '')
  it('hours, minutes and seconds as tshark writes them', () => {
    const folder = temporaryFolder()
    const at = (name: string): string => join(folder, name)
    execFileSync('editcap', ['-r', join(root, 'samples', 'dns-ping.pcapng'), at('0'), '1'])
    const shifts = ['0.25', '65', '3665', '93705.5']
    for (const seconds of shifts) execFileSync('editcap', ['-t', seconds, at('0'), at(seconds)])
    execFileSync('mergecap', ['-a', '-w', at('all'), at('0'), ...shifts.map(at)])
    for (const style of ['r', 'd', 'dd', 'e']) {
      const args = ['-n', '-r', at('all'), '-u', 'hms', '-t', style]
      const { out } = run('tshark', args)
      expect(wirelens(args).out).toBe(out)
      if (style === 'r') expect(out).toContain('26h  1m 45.500000000s')
    }
  })
})

needs(true, '').describe('options that change nothing here', () => {
  const { it } = needs(true, '')
  it('are a note, not a stop', () => {
    const words = ['-K', 'keys', '-H', 'hosts', '-C', 'mine', '-n', '-r', join(root, 'samples', 'dns-ping.pcapng')]
    const { code, messages, out } = wirelens(words)
    expect(code).toBe(0)
    expect(messages.split('\n').filter((line) => line.includes('has no effect'))).toHaveLength(3)
    expect(out.split('\n')).toHaveLength(7)
  })
})
