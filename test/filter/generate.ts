// Filters by chance: from the grammar and the field tables, the same ones for the same seed.
import { registry } from '../../engine/protocols'
import { typeOf } from '../../engine/filter/types'
import type { Field } from '../../engine/dissect/field'

/** Fields of protocols whose every field tshark 4.0 has under the same name and type, found with `tshark -G fields`; set by the tests. */
export const common: { fields: Field[] } = { fields: [] }

const protocols = ['frame', 'eth', 'ip', 'ipv6', 'tcp', 'udp', 'arp', 'icmp', 'dns', 'vlan']
const defaults = (): Field[] =>
  registry.fields.filter((f) => protocols.includes(f.protocol) && f.name && f.type !== 'none' && !f.options.severity)

class Chance {
  constructor(private state: number) {
    for (let i = 0; i < 5; i++) this.below(2)
  }
  below(n: number): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    const mixed = Math.imul(this.state ^ (this.state >>> 12), 0x297a2d39) >>> 0
    return ((mixed ^ (mixed >>> 15)) >>> 0) % n
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}

/** A filter that parses and fits the tables. */
export function generateFilter(seed: number): string {
  const chance = new Chance(Math.imul(seed, 2654435761) >>> 0)
  const fields = common.fields.length ? common.fields : defaults()
  const test = (depth: number): string => {
    const n = depth > 2 ? 9 : chance.below(14)
    switch (n) {
      case 0:
        return `${test(depth + 1)} && ${test(depth + 1)}`
      case 1:
        return `${test(depth + 1)} || ${test(depth + 1)}`
      case 2:
        return `(${test(depth + 1)} ${chance.of(['and', 'or'])} ${test(depth + 1)})`
      case 3:
        return `!(${test(depth + 1)})`
      case 4:
        return chance.of(protocols)
      case 5:
        return chance.of(fields).name
      default:
        return relation(chance, chance.of(fields), fields)
    }
  }
  return test(0)
}

const OPERATORS = ['==', '!=', '===', '!==', '>', '>=', '<', '<=', 'eq', 'ne', 'gt', 'le'] as const

function relation(chance: Chance, field: Field, fields: readonly Field[]): string {
  const type = typeOf(registry, field)
  const how = chance.below(8) === 0 ? chance.of(['any ', 'all ']) : ''
  const literal = (): string => literalFor(chance, type.class, type.width)
  const text = type.class === 'string'
  const bytes = ['bytes', 'ether', 'protocol'].includes(type.class)
  switch (chance.below(8)) {
    case 0:
      return `${field.name} ${chance.of(['in', 'not in'])} {${[literal(), literal()].join(', ')}}`
    case 1:
      if (type.class === 'uint' || type.class === 'int' || type.class === 'duration')
        return `${field.name} in {${literal()} .. ${literal()}}`
      if (text || bytes)
        return `${field.name} contains ${text ? `"${chance.of(['a', 'e', 'TCP', '1.'])}"` : chance.of(['00', '08:00', '01', 'c0:a8'])}`
      return `${how}${field.name} ${chance.of(OPERATORS)} ${literal()}`
    case 2: {
      if (text || type.class === 'protocol')
        return `${field.name} matches "${chance.of(['^e', 'a.c', '[0-9]+', 'tcp|udp', 'G.T', 'x*$'])}"`
      const other = fields.filter((f) => typeOf(registry, f).class === type.class && type.class !== 'protocol')
      return `${field.name} ${chance.of(OPERATORS)} ${other.length ? chance.of(other).name : literal()}`
    }
    case 3:
      if (bytes)
        return `${field.name}[${chance.of(['0:2', '0', '-1', '1-2', '2:', ':2', '0,1'])}] ${chance.of(['==', '!=', '>', '<='])} ${chance.of(['00:00', '08:00', '01', 'c0', '45:00'])}`
      if (type.class === 'uint') return `${field.name} & ${chance.of([1, 2, 8, 16, 128])}`
      return `count(${field.name}) ${chance.of(OPERATORS)} ${chance.below(4)}`
    case 4:
      if (type.class === 'uint')
        return `${field.name} ${chance.of(['+', '-', '*'])} ${chance.below(5)} ${chance.of(OPERATORS)} ${literal()}`
      return `${how}${field.name} ${chance.of(OPERATORS)} ${literal()}`
    default:
      return `${how}${field.name} ${chance.of(OPERATORS)} ${literal()}`
  }
}

function literalFor(chance: Chance, kind: string, width: number): string {
  switch (kind) {
    case 'uint':
    case 'int': {
      const most = Math.min(2 ** (8 * Math.min(width, 4) - 1) - 1, 70000)
      const value = chance.of([0, 1, 2, 4, 6, 17, 53, 64, 80, 128, chance.below(most + 1)])
      return chance.of([String(value), `0x${value.toString(16)}`])
    }
    case 'bool':
      return chance.of(['0', '1', 'True', 'False'])
    case 'duration':
      return chance.of(['0', '0.001', '0.5', '1', '-1', '3.25'])
    case 'time':
      return chance.of(['"2010-01-01 00:00:00Z"', '"2020-07-04T12:34:56Z"', '"Nov 14, 2023 22:13:20 UTC"'])
    case 'string':
      return chance.of(['"a"', '"eth:ethertype:ip:tcp"', '"192.168.1.1"', '""', '"zz"'])
    case 'ether':
      return chance.of(['ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00', '01-00-5e-00-00-01', '0011.2233.4455'])
    case 'ipv4':
      return chance.of(['192.168.1.1', '10.0.0.0/8', '192.168.0.0/16', '0.0.0.0/0', '255.255.255.255', '127.0.0.1'])
    case 'ipv6':
      return chance.of(['::', '::1', 'fe80::/10', '2000::/3', 'ff02::1', '2001:db8::1'])
    default:
      return chance.of(['00:00', '08:00:27', '01', '45', 'ffff'])
  }
}
