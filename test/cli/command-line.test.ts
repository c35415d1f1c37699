// How a command line is read: letters together, values attached, what is refused.
import { describe, expect, it } from 'vitest'
import { readCommandLine } from '../../cli/command-line'
import { helpText } from '../../cli/help'
import { optionTable } from '../../cli/option-table'
import { printing } from '../../cli/options'
import { Refused } from '../../engine/refused'

const refusal = (...args: string[]): Refused => {
  try {
    readCommandLine(args)
  } catch (error) {
    if (error instanceof Refused) return error
  }
  throw new Error(`${args.join(' ')} was accepted`)
}

describe('letters', () => {
  it('may stand together, the last with a value', () => {
    const o = readCommandLine(['-2nr', 'a.pcap', '-c10'])
    expect([o.names, o.read, o.count]).toEqual([false, 'a.pcap', 10])
  })
  it('take their value attached', () => {
    expect(readCommandLine(['-ra.pcap', '-Tfields', '-eip.src', '-etcp.port']).fields).toEqual(['ip.src', 'tcp.port'])
  })
  it('have long names', () => {
    expect(readCommandLine(['--read-file=a.pcap', '--print']).summary).toBe(true)
    expect(readCommandLine(['--interface', 'lo', '--snapshot-length', '60']).snapLength).toBe(60)
  })
  it('stand once each in the table', () => {
    const names = optionTable.flatMap(({ letter, name }) => [letter, name].filter((n) => n !== undefined))
    expect(new Set(names).size).toBe(names.length)
  })
  it('are all in the help', () => {
    for (const { letter, name } of optionTable) expect(helpText()).toContain(letter ? `  -${letter}` : `--${name}`)
  })
})

describe('values', () => {
  it('of -E set the form of fields', () => {
    const o = readCommandLine(
      '-r f -T fields -e a -E header=y -E separator=/s -E quote=d -E occurrence=l -E aggregator=;'.split(' '),
    )
    expect(o.form).toEqual({ header: true, bom: false, separator: ' ', aggregator: ';', occurrence: 'l', quote: '"' })
  })
  it('of -a add up', () => {
    const { stop } = readCommandLine('-i lo -a duration:1.5 -a packets:7 -a filesize:9'.split(' '))
    expect(stop).toEqual({ seconds: 2, packets: 7, kilobytes: 9 })
  })
  it('of -N and -o switch vendor names', () => {
    expect(readCommandLine(['-nr', 'f', '-N', 'm']).names).toBe(true)
    expect(readCommandLine(['-r', 'f', '-o', 'nameres.mac_name:FALSE']).names).toBe(false)
  })
  it.each([
    ['-Z'],
    ['--foo'],
    ['-r'],
    ['-r', 'f', '-c', '0'],
    ['-r', 'f', '-c', '-1'],
    ['-r', 'f', '-c', 'abc'],
    ['-r', 'f', '-T', 'bogus'],
    ['-r', 'f', '-T', 'fields'],
    ['-r', 'f', '-e', 'ip.src'],
    ['-r', 'f', '-T', 'fields', '-e', 'a', '-E', 'bogus=1'],
    ['-r', 'f', '-T', 'fields', '-e', 'a', '-E', 'separator='],
    ['-r', 'f', '-T', 'fields', '-e', 'a', '-E', 'occurrence=z'],
    ['-r', 'f', '-T', 'fields', '-e', 'a', '-x'],
    ['-r', 'f', '-o', 'foo'],
    ['-r', 'f', '-o', 'foo.bar:1'],
    ['-r', 'f', '-t', 'zz'],
    ['-r', 'f', '-a', 'duration:1'],
    ['-i', 'lo', '-a', 'foo'],
    ['-i', 'lo', '--export-objects', 'http,x'],
    ['-r', 'f', '--export-objects', 'smtp,x'],
    ['-r', 'f', '--export-objects', 'http'],
    ['-r', 'f', '-F', 'bogus'],
    ['-r', 'f', '-f', 'tcp'],
    ['-r', 'f', '-N', 'q'],
    ['-r', 'f', '-w', '-', '-P'],
    ['-G', 'bogus'],
    ['-r', 'f', '-G', 'fields'],
  ])('%s %s %s %s %s %s %s are refused', (...args) => {
    expect(refusal(...args.filter((arg) => arg !== undefined)).code).toBe('usage')
  })
  it('of options to come are refused as that', () => {
    expect(['not-yet', 'usage']).toContain(refusal('-r', 'f', '-z', 'io,stat').code)
  })
})

describe('words behind the options', () => {
  it('are a display filter when a file is read', () => {
    expect(readCommandLine(['-r', 'f', 'tcp.port', '==', '80']).displayFilter).toBe('tcp.port == 80')
  })
  it('are a capture filter otherwise', () => {
    expect(readCommandLine(['-i', 'lo', 'port', '80']).captureFilter).toBe('port 80')
  })
})

describe('packets are printed', () => {
  const prints = (...args: string[]): boolean => printing(readCommandLine(['-r', 'f', ...args]))
  it('unless they are written, or -q is given', () => {
    expect([prints(), prints('-w', 'x'), prints('-q')]).toEqual([true, false, false])
  })
  it('when it is said how', () => {
    expect([prints('-w', 'x', '-P'), prints('-q', '-V'), prints('-q', '-T', 'text')]).toEqual([true, true, true])
  })
})
