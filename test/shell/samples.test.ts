// The samples that Wirelens ships are what their source says, and tshark reads them as they are meant.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { samples as listed } from '../../shell/samples'
import { hasTshark, tshark } from '../support/reference'
import { sampleBytes, samples } from '../support/samples'
import { needs } from '../support/skip'

const ids = Object.keys(samples)
const file = (id: string): string => `samples/${id}.pcapng`

describe('samples', () => {
  it('are listed on the welcome screen with their number of packets', () => {
    expect(Object.fromEntries(listed.map((s) => [s.id, s.packets]))).toEqual(
      Object.fromEntries(ids.map((id) => [id, samples[id]!().length])),
    )
  })
  it.each(ids)('%s is as it was made', (id) => {
    if (process.env['WIRELENS_GOLDEN'] === 'write') {
      mkdirSync('samples', { recursive: true })
      writeFileSync(file(id), sampleBytes(id))
    }
    expect(Buffer.compare(readFileSync(file(id)), sampleBytes(id))).toBe(0)
  })
})

const reference = needs(hasTshark(), 'tshark is not installed')
reference.describe('tshark on the samples', () => {
  const info = (id: string): string[] =>
    tshark(['-n', '-2', '-r', file(id), '-T', 'fields', '-e', '_ws.col.Info'])
      .trim()
      .split('\n')

  it('sees a complete conversation with data', () => {
    expect(
      tshark([
        '-n',
        '-2',
        '-r',
        file('tcp-hello'),
        '-Y',
        'tcp.completeness == 31',
        '-T',
        'fields',
        '-e',
        'frame.number',
      ])
        .trim()
        .split('\n'),
    ).toHaveLength(9)
  })
  it.each(ids)('finds no bad checksum in %s', (id) => {
    const bad = tshark([
      '-r',
      file(id),
      '-o',
      'tcp.check_checksum:TRUE',
      '-o',
      'udp.check_checksum:TRUE',
      '-o',
      'ip.check_checksum:TRUE',
      '-Y',
      'ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0',
    ])
    expect(bad).toBe('')
  })
  it('sees the duplicate address', () => {
    const read = [
      '-n',
      '-r',
      file('arp-pairs'),
      '-T',
      'fields',
      '-e',
      'frame.number',
      '-Y',
      'arp.duplicate-address-detected',
    ]
    expect(tshark(read).trim()).toBe('11')
  })
  it('pairs the answer with the question', () => expect(info('dns-ping')[1]).toContain('A server.lab A 192.168.56.10'))
})
