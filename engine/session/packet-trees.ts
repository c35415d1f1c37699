/** Trees of counters: lengths of packets, HTTP requests and responses, DNS messages. */
import { nameOf, valueOf } from '../dissect/format'
import type { Packet } from '../dissect/packet'
import { makePlan } from '../dissect/plan'
import { occurrence } from '../dissect/tree'
import { registry } from '../protocols'
import { Counter } from './counting-tree'
import type { CountingTree } from './counting-tree'
import type { FilterRun } from './filtering'
import type { Session } from './session'
import { Turns } from './turns'
import type { Work } from './turns'

export const treeKinds = ['plen', 'http', 'dns'] as const
export type TreeKind = (typeof treeKinds)[number]

/** Counts a packet in the tree; says whether it did. */
type Count = (p: Packet, at: number) => boolean

/** @param filter only packets that it takes are counted */
export async function packetTree(
  session: Session,
  kind: TreeKind,
  work: Work & { filter?: FilterRun | undefined } = {},
): Promise<CountingTree> {
  const { title, roots, fields, count } = { plen: lengths, http, dns }[kind]()
  const plan = makePlan(registry, { fields: fields.map((name) => registry.field(name)) })
  const stackHas: (boolean | undefined)[] = []
  const wanted = registry.protocolByName.get(kind)?.id
  const has = (stack: number): boolean =>
    (stackHas[stack] ??=
      wanted === undefined ||
      [wanted, registry.open.id].some((id) => (session.stacks.layers[stack] ?? []).includes(id)))
  let [first, last] = [-1, 0]
  const { filter } = work
  await filter?.all(work.signal)
  const turns = new Turns(session, work, 'Counting was stopped.')
  for (let i = 0; i < session.count; i++) {
    if (turns.over) await turns.rest(i, session.count)
    if ((filter && !filter.matches(i)) || !has(session.index.stack[i]!)) continue
    const at = Number(session.index.elapsed(0, i)) / 1e6
    if (!count(session.decode(i, plan), at)) continue
    if (first < 0) first = at
    last = at
  }
  return { title, roots, ordered: kind === 'plen', span: first < 0 ? 0 : last - first }
}

interface Counting {
  title: string
  roots: Counter[]
  fields: string[]
  count: Count
}

const bounds = [20, 40, 80, 160, 320, 640, 1280, 2560, 5120]

function lengths(): Counting {
  const root = new Counter('Packet Lengths', 'whole')
  const names = bounds.map((end, n) => `${n ? bounds[n - 1] : 0}-${end - 1}`)
  const ranges = [...names, '5120 and greater'].map((name) => root.under(name, 'whole'))
  return {
    title: 'Packet Lengths',
    roots: [root],
    fields: [],
    count: ({ frame }, at) => {
      const n = bounds.findIndex((end) => frame.length < end)
      root.add(at, frame.length)
      ranges[n < 0 ? bounds.length : n]!.add(at, frame.length)
      return true
    },
  }
}

const classes = ['1xx: Informational', '2xx: Success', '3xx: Redirection', '4xx: Client Error', '5xx: Server Error']

function http(): Counting {
  const root = new Counter('Total HTTP Packets')
  const requests = root.under('HTTP Request Packets')
  const responses = root.under('HTTP Response Packets')
  const others = root.under('Other HTTP Packets')
  const broken = responses.under('???: broken')
  for (const name of classes) responses.under(name)
  return {
    title: 'HTTP/Packet Counter',
    roots: [root],
    fields: ['http', 'http.request.method', 'http.response.code', 'http.response.code.desc'],
    count: (p, at) => {
      const messages = layersOf(p, 'http')
      for (const values of messages) {
        root.add(at)
        const method = values.get('http.request.method')?.[0]
        const code = values.get('http.response.code')?.[0]
        if (method !== undefined) {
          requests.add(at)
          requests.under(String(method)).add(at)
        } else if (code === undefined) others.add(at)
        else {
          responses.add(at)
          const group = classes[Math.floor(Number(code) / 100) - 1]
          const of = group ? responses.under(group) : broken
          of.add(at)
          of.under(`${Number(code)} ${String(values.get('http.response.code.desc')?.[0] ?? '')}`.trim()).add(at)
        }
      }
      return messages.length > 0
    },
  }
}

const levels = ['1st Level', '2nd Level', '3rd Level', '4th Level or more']
/** Counts of a message's header, as rows. */
const numbers = ['queries', 'answers', 'auth_rr', 'add_rr'] as const
const numberNames = { queries: 'questions', answers: 'answers', auth_rr: 'authorities', add_rr: 'additionals' }

function dns(): Counting {
  const [all, query, response, service] = ['Total Packets', 'Query Stats', 'Response Stats', 'Service Stats'].map(
    (name) => new Counter(name),
  ) as [Counter, Counter, Counter, Counter]
  const size = new Counter('Payload size', 'whole')
  const kinds = ['Query/Response', 'opcodes', 'rcode', 'Query Type', 'Class'].map((name) => all.under(name))
  const nameLength = query.under('Qname Len', 'whole')
  const labels = query.under('Label Stats')
  for (const name of levels) labels.under(name)
  for (const key of numbers) response.under(`no. of ${numberNames[key]}`, 'whole')
  const time = service.under('request-response time (msec)', 'fraction')
  const unsolicited = service.under('no. of unsolicited responses')
  const again = service.under('no. of retransmissions')
  const named = (name: string, value: unknown): string =>
    nameOf(registry.field(name), Number(value)) ?? `Unknown (${Number(value)})`
  const fields = ['response', 'opcode', 'rcode'].map((name) => `dns.flags.${name}`)
  const rest = ['qry.type', 'qry.class', 'qry.name.len', 'count.labels', 'time', 'response_to', 'retransmission']
  return {
    title: 'DNS',
    roots: [all, size, query, response, service],
    fields: ['dns', ...fields, ...[...rest, ...numbers.map((key) => `count.${key}`)].map((name) => `dns.${name}`)],
    count: (p, at) => {
      const messages = layersOf(p, 'dns')
      for (const values of messages) {
        const value = (name: string): Value | undefined => values.get(`dns.${name}`)?.[0]
        const reply = Number(value('flags.response') ?? 0) === 1
        all.add(at)
        const words = [
          reply ? 'Response' : 'Query',
          named('dns.flags.opcode', value('flags.opcode') ?? 0),
          named('dns.flags.rcode', value('flags.rcode') ?? 0),
          value('qry.type') === undefined ? '' : named('dns.qry.type', value('qry.type')),
          value('qry.class') === undefined ? '' : named('dns.qry.class', value('qry.class')),
        ]
        words.forEach((word, n) => {
          if (!word) return
          kinds[n]!.add(at)
          kinds[n]!.under(word).add(at)
        })
        size.add(at, Number(values.get('')![0]))
        if (!reply) {
          if (value('qry.name.len') !== undefined) nameLength.add(at, Number(value('qry.name.len')))
          const level = Number(value('count.labels') ?? 0)
          if (level) labels.under(levels[Math.min(level, 4) - 1]!).add(at)
        } else {
          for (const key of numbers)
            response.under(`no. of ${numberNames[key]}`).add(at, Number(value(`count.${key}`) ?? 0))
          if (value('time') !== undefined) time.add(at, Number(value('time')) / 1e6)
          else if (value('response_to') === undefined) unsolicited.add(at)
        }
        if (value('retransmission') !== undefined) again.add(at)
      }
      return messages.length > 0
    },
  }
}

type Value = ReturnType<typeof valueOf>

/** Values by field of each layer of a protocol; under '' the layer's length. */
function layersOf(p: Packet, protocol: string): Map<string, Value[]>[] {
  const layers = new Map<number, Map<string, Value[]>>()
  for (let r = 0; r < p.records.count; r++) {
    const o = occurrence(p, r)
    const layer = p.records.layer[r]!
    if (o.field.name === protocol && o.field.type === 'protocol')
      layers.set(layer, new Map([['', [p.records.length[r]!]]]))
    else if (o.field.protocol === protocol) {
      const values = layers.get(layer)
      const list = values?.get(o.field.name)
      if (list) list.push(valueOf(o))
      else values?.set(o.field.name, [valueOf(o)])
    }
  }
  return [...layers.values()]
}
