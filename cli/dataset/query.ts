/** `wirelens query FOLDER 'SQL'`: asks a data set with DuckDB, which may read that folder and nothing else. */
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { limits } from '../../engine/limits'
import { Refused } from '../../engine/refused'
import { readWords } from '../companions/words'
import { exitCode } from '../exit-codes'
import { Output } from '../output'
import { safe } from '../terminal-text'
import { DatasetState } from './state'
import { tables } from './tables'
import type { Kind, TableColumn } from './tables'
import { columnOf } from './read-capture'

export const queryUsage = "Usage: wirelens query [-T text|csv|json] FOLDER 'SQL'"

const types: Readonly<Record<Kind, string>> = {
  text: 'VARCHAR',
  int: 'BIGINT',
  real: 'DOUBLE',
  flag: 'BOOLEAN',
  time: 'TIMESTAMP',
}

/** What we ask of DuckDB; its own types come with the package, which is optional. */
interface Duck {
  StatementType: Readonly<Record<number, string>>
  DuckDBInstance: {
    create(path: string, settings?: Record<string, string>): Promise<{ connect(): Promise<Connection> }>
  }
}
interface Connection {
  run(sql: string): Promise<unknown>
  extractStatements(sql: string): Promise<{ count: number; prepare(index: number): Promise<Prepared> }>
}
interface Prepared {
  statementType: number
  stream(): Promise<{
    columnNames(): string[]
    fetchChunk(): Promise<{ rowCount: number; getRows(): unknown[][] } | null>
  }>
}
/** What only reads. */
const reading: ReadonlySet<string> = new Set(['SELECT', 'EXPLAIN'])

function duck(): Duck {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as Duck
  } catch {
    throw new Refused(
      'no-duckdb',
      'DuckDB is not installed here, which answers queries.',
      'npm install @duckdb/node-api, or ask the Parquet files with any engine: docs/dataset.md says how.',
    )
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const named = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A view over the files of a table; without files an empty one of the same shape. */
function viewOf(folder: string, name: string, columns: readonly TableColumn[], files: readonly string[]): string {
  if (files.length) {
    const list = files.map((file) => quoted(join(folder, file))).join(', ')
    return `CREATE VIEW ${named(name)} AS SELECT * FROM read_parquet([${list}], hive_partitioning = true, hive_types = {'day': DATE, 'sensor': VARCHAR})`
  }
  const all = [
    ...columns.map((c) => `NULL::${types[c.kind]} AS ${named(c.name)}`),
    'NULL::DATE AS day',
    'NULL::VARCHAR AS sensor',
  ]
  return `CREATE VIEW ${named(name)} AS SELECT ${all.join(', ')} WHERE false`
}

export async function query(args: readonly string[]): Promise<number> {
  const words = readWords(args, { valued: ['T'], plain: [], usage: queryUsage })
  const [given, sql, ...more] = words.files
  if (given === undefined || sql === undefined || more.length)
    throw new Refused('usage', 'query needs a folder and one statement.', queryUsage)
  const form = words.values.get('T')?.at(-1) ?? 'text'
  const write = forms.get(form)
  if (!write) throw new Refused('usage', `"${safe(form)}" is no form of output.`, queryUsage)
  const folder = resolve(given)
  // DuckDB takes these for patterns, in names of files, too.
  if (/[*?[\]{}]/.test(folder))
    throw new Refused(
      'usage',
      `The folder's name has one of * ? [ ] { } in it: "${safe(folder)}".`,
      'Give it another name.',
    )
  const state = DatasetState.read(folder)
  const files = [...state.captures.values()].filter((note) => note.whole).flatMap((note) => note.files)
  const { DuckDBInstance, StatementType } = duck()
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  // From here on, no statement leads out of the folder, loads an extension or changes this.
  for (const line of [
    `SET allowed_directories = [${quoted(join(folder, '/'))}]`,
    `SET memory_limit = '${limits.queryMemory}B'`,
    'SET enable_external_access = false',
    'SET autoinstall_known_extensions = false',
    'SET lock_configuration = true',
  ])
    await connection.run(line)
  for (const { name, columns } of tables) {
    const own = files.filter((file) => file.startsWith(`${name}/`))
    const shape = name === 'packets' ? [...columns, ...state.fields.map(columnOf)] : columns
    await connection.run(viewOf(folder, name, shape, own))
  }
  const out = new Output()
  try {
    const statements = await connection.extractStatements(sql)
    const statement = statements.count === 1 ? await statements.prepare(0) : undefined
    if (!statement || !reading.has(StatementType[statement.statementType]!))
      throw new Refused('query', 'A data set is only read here, with one statement.', 'Begin it with SELECT or WITH.')
    const result = await statement.stream()
    const names = result.columnNames()
    const printer = write(names, out)
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) break
      for (const row of chunk.getRows()) printer.row(row)
    }
    printer.end()
  } catch (error) {
    if (error instanceof Refused || !(error instanceof Error) || error.name === 'OutputClosed') throw error
    throw new Refused(
      'query',
      `DuckDB refuses this: ${error.message}`,
      `Tables: ${tables.map((t) => t.name).join(', ')}.`,
    )
  }
  out.flush()
  return exitCode.done
}

interface Rows {
  row(values: readonly unknown[]): void
  end(): void
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value as string))

/** A value for JSON: numbers that a double holds exactly stay numbers. */
function jsonOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value
  return String(value as string)
}

const forms = new Map<string, (names: readonly string[], out: Output) => Rows>([
  [
    'text',
    (names, out) => {
      const line = (values: readonly string[]): void => out.write(`${values.map(safe).join('\t')}\n`)
      line(names)
      return { row: (values) => line(values.map(textOf)), end: () => undefined }
    },
  ],
  [
    'csv',
    (names, out) => {
      const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
      const line = (values: readonly string[]): void => out.write(`${values.map(cell).join(',')}\n`)
      line(names)
      return { row: (values) => line(values.map(textOf)), end: () => undefined }
    },
  ],
  [
    'json',
    (names, out) => {
      let first = true
      return {
        row: (values) => {
          out.write(first ? '[\n' : ',\n')
          first = false
          out.write(JSON.stringify(Object.fromEntries(names.map((name, i) => [name, jsonOf(values[i])]))))
        },
        end: () => out.write(first ? '[]\n' : '\n]\n'),
      }
    },
  ],
])
