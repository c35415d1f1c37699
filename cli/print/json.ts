/** `-T json` and `-T jsonraw`: an array of packets in tshark's shape, with all layers or, with `-e`, chosen fields. */
import type { AddressNames } from '../../engine/dissect/format'
import type { Packet } from '../../engine/dissect/packet'
import { makePlan } from '../../engine/dissect/plan'
import { Lines } from '../../engine/dissect/lines'
import { registry } from '../../engine/protocols'
import type { Options } from '../options'
import type { Output } from '../output'
import { jsonText } from '../terminal-text'
import { timeText } from '../time-styles'
import { chosenReader } from './fields'
import { braces, brackets, layersText } from './json-layers'
import type { Printer } from './printer'

/** The day that names the index of a packet: `2023-11-14`. */
export const dayOf = (p: Packet): string => (p.frame.hasTime ? timeText(p, 'ad', 0).slice(0, 10) : '1970-01-01')

export function jsonPrinter(o: Options, names: AddressNames, out: Output): Printer {
  const layers = o.fields.length ? chosenFields(o, names) : allLayers(o)
  let first = true
  return {
    plan: layers.plan,
    begin: () => out.write('['),
    packet: (p, digits) => {
      out.write(
        `${first ? '' : ','}\n  {\n    "_index": "packets-${dayOf(p)}",\n    "_type": "doc",\n    "_score": null,\n` +
          `    "_source": {\n      "layers": ${layers.text(p, digits)}\n    }\n  }`,
      )
      first = false
    },
    end: () => out.write(first ? ']\n' : '\n]\n'),
  }
}

interface Layers extends Pick<Printer, 'plan'> {
  text(p: Packet, digits: number): string
}

function chosenFields(o: Options, names: AddressNames): Layers {
  const { plan, read } = chosenReader(o, names)
  return {
    plan,
    text: (p, digits) => {
      const members = read(p, digits).map(
        ([name, values]) => `${jsonText(name)}: ${brackets(values.map(jsonText), '        ')}`,
      )
      return braces(members, '      ')
    },
  }
}

function allLayers(o: Options): Layers {
  const raw = o.format === 'jsonraw'
  const form = { values: !raw, raw: raw || o.bytes, once: o.once }
  const lines = new Lines()
  return {
    plan: makePlan(registry, { fields: 'all', columns: true, drawing: true }),
    text: (p) => layersText(p, lines.of(p, true), lines.top, '      ', form, o.included),
  }
}
