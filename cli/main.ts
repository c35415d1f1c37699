/** Reads the command line and runs what it asks for. Exit codes: 0 done, 1 wrong usage, 2 the file or the capture failed. */
import { noNames } from '../engine/dissect/format'
import { makePlan } from '../engine/dissect/plan'
import { buildTree } from '../engine/dissect/tree'
import type { TreeNode } from '../engine/dissect/tree'
import { vendorNames } from '../engine/names/addresses'
import { registry } from '../engine/protocols'
import { Refused } from '../engine/refused'
import { cellPlan, cellSource, cellTexts } from '../engine/session/cells'
import { columns } from '../engine/session/columns'
import { timeDigits } from '../engine/session/rows'
import { Session } from '../engine/session/session'
import { fieldList } from './field-list'
import { parse } from './options'

export async function main(args: string[]): Promise<number> {
  try {
    const o = parse(args)
    if (o.fieldList) {
      write(fieldList())
      return 0
    }
    const session = await Session.open(o.read)
    await session.opened.whole
    while (!session.stepSync());
    const names = o.names ? vendorNames : noNames
    const settings = { time: 'relative' as const, names, digits: timeDigits(session) }
    if (o.format === 'fields') {
      const sources = o.fields.map(cellSource)
      const plan = cellPlan(sources)
      for (let i = 0; i < session.count; i++) {
        const cells = cellTexts(session.decode(i, plan), sources, settings)
        write(
          cells
            .map((values) =>
              (o.occurrence === 'f' ? values.slice(0, 1) : o.occurrence === 'l' ? values.slice(-1) : values).join(o.aggregator),
            )
            .map((cell) => (o.quote ? o.quote + cell + o.quote : cell))
            .join(o.separator) + '\n',
        )
      }
    } else if (o.details) {
      const plan = makePlan(registry, { fields: 'all', columns: true, drawing: true })
      const draw = (nodes: TreeNode[], depth: number): string =>
        nodes.map((n) => '    '.repeat(depth) + n.text + '\n' + draw(n.children, depth + 1)).join('')
      for (let i = 0; i < session.count; i++) write(draw(buildTree(session.decode(i, plan), names), 0) + '\n')
    } else {
      const plan = makePlan(registry, { columns: true })
      for (let i = 0; i < session.count; i++) {
        const p = session.decode(i, plan)
        write(columns.map((c) => c.text(p, settings)).join(' ') + '\n')
      }
    }
    flush()
    if (session.scanner.problem) console.error(`wirelens: ${session.scanner.problem.message}`)
    session.close()
    return 0
  } catch (error) {
    flush()
    if (!(error instanceof Refused)) throw error
    console.error(`wirelens: ${error.message}${error.hint ? `\n${error.hint}` : ''}`)
    return 2
  }
}

let pending = ''
function write(text: string): void {
  pending += text
  if (pending.length > 65536) flush()
}
function flush(): void {
  process.stdout.write(pending)
  pending = ''
}
