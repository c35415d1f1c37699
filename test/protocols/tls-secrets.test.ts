// What secrets open: whole sessions of TLS 1.2 and 1.3, and what is said where they do not fit.
import { describe, expect, it } from 'vitest'
import { noNames } from '../../engine/dissect/format'
import { Settings } from '../../engine/dissect/settings'
import { decode } from './link-run'
import type { Decoded } from './link-run'
import { samples } from './security/tls.sample'
import { tls12, tls13 } from './security/tls-recorded'

const read = (title: string, keyLog: string): Decoded[] => {
  const settings = new Settings()
  settings.keyLog = keyLog
  return decode(1, samples[title]![1], noNames, undefined, settings)
}
const rows = (title: string, keyLog: string): string[] =>
  read(title, keyLog)
    .map(({ column, info }) => `${column} ${info}`)
    .filter((row) => !row.startsWith('TCP '))

describe('secrets of a session', () => {
  it('open TLS 1.3: the handshake, then HTTP', () => {
    expect(rows('TLS 1.3', tls13.secrets)).toEqual([
      'TLSv1.3 Client Hello',
      'TLSv1.3 Server Hello, Change Cipher Spec, Encrypted Extensions, Certificate, Certificate Verify, Finished',
      'HTTP GET /x HTTP/1.1 ',
      'HTTP HTTP/1.1 200 OK  (text/plain), Alert (Level: Warning, Description: Close Notify)',
    ])
  })
  it('open TLS 1.2 behind the change of the cipher', () => {
    expect(rows('TLS 1.2', tls12.secrets)).toEqual([
      'TLSv1.2 Client Hello',
      'TLSv1.2 Server Hello, Certificate, Server Key Exchange, Server Hello Done',
      'TLSv1.2 Client Key Exchange, Change Cipher Spec, Finished',
      'TLSv1.2 New Session Ticket, Change Cipher Spec, Finished',
      'HTTP GET /x HTTP/1.1 ',
      'HTTP HTTP/1.1 200 OK  (text/plain), Alert (Level: Warning, Description: Close Notify)',
    ])
  })
  it('of other sessions change nothing', () => {
    expect(rows('TLS 1.3', tls12.secrets)).toEqual(rows('TLS 1.3', ''))
  })
  it('that do not fit are said to, and the record stays as it is', () => {
    const wrong = tls13.secrets.replace(/[0-9a-f]{4}$/gm, '0000')
    const [, hello] = read('TLS 1.3', wrong).filter(({ column }) => column === 'TLSv1.3')
    expect(hello!.info).toBe(
      'Server Hello, Change Cipher Spec, Application Data, Application Data, Application Data, Application Data',
    )
    const said = hello!.lines.filter((line) =>
      line.includes('[Not decrypted: the secrets given for this session do not fit this record]'),
    )
    expect(said).toHaveLength(4)
  })
  it('are read past lines that are none', () => {
    expect(rows('TLS 1.3', `# comment\nnot a line\n${tls13.secrets}CLIENT_RANDOM 12 34\n`)).toEqual(
      rows('TLS 1.3', tls13.secrets),
    )
  })
})
