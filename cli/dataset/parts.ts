/** Files of one capture's rows: written beside the data set, a file per table and day, and moved into it when all of them are whole. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileWriter, ParquetWriter } from 'hyparquet-writer'
import { limits } from '../../engine/limits'
import type { Kind, TableColumn } from './tables'

/** A value of a row, as its column's kind wants it: text, BigInt, number, boolean, BigInt of microseconds. */
export type Value = string | bigint | number | boolean | null

/** Parquet's type of each kind of column; without fractions of microseconds, which few engines read. */
const types: Readonly<Record<Kind, { type: 'BYTE_ARRAY' | 'INT64' | 'DOUBLE' | 'BOOLEAN'; converted?: string }>> = {
  text: { type: 'BYTE_ARRAY', converted: 'UTF8' },
  int: { type: 'INT64' },
  real: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
  time: { type: 'INT64', converted: 'TIMESTAMP_MICROS' },
}

/** One file under way: rows are collected by column, and written when there are enough. */
class Part {
  private readonly writer: ParquetWriter
  private columns: Value[][]
  rows = 0
  /** Characters that wait. */
  private text = 0

  constructor(
    readonly path: string,
    private readonly shape: readonly TableColumn[],
  ) {
    this.columns = shape.map(() => [])
    this.writer = new ParquetWriter({
      writer: fileWriter(path),
      createdBy: 'wirelens',
      schema: [
        { name: 'root', num_children: shape.length },
        ...shape.map(({ name, kind }) => {
          const { type, converted } = types[kind]
          return {
            name,
            type,
            repetition_type: 'OPTIONAL' as const,
            ...(converted ? { converted_type: converted as 'UTF8' } : {}),
          }
        }),
      ],
    })
  }

  add(row: readonly Value[]): void {
    for (let i = 0; i < row.length; i++) {
      const value = row[i]!
      this.columns[i]!.push(value)
      if (typeof value === 'string') this.text += value.length
    }
    this.rows++
    if (this.columns[0]!.length >= limits.datasetRows || this.text >= limits.datasetText) this.flush()
  }

  private flush(): void {
    const count = this.columns[0]!.length
    if (!count) return
    void this.writer.write({
      columnData: this.shape.map(({ name }, i) => ({ name, data: this.columns[i]! })),
      rowGroupSize: count,
    })
    this.columns = this.shape.map(() => [])
    this.text = 0
  }

  /** The file is whole, and on the disk. */
  end(): void {
    this.flush()
    void this.writer.finish()
    sync(this.path)
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A file that is whole: where it lies, and where in the data set it belongs. */
export interface Written {
  from: string
  to: string
}

export class Parts {
  private readonly open = new Map<string, Part>()
  private readonly done: Written[] = []
  private made = 0

  /**
   * @param folder where files lie until they are whole; made here, emptied first
   * @param key what is in the name of each file: one capture's
   */
  constructor(
    private readonly folder: string,
    private readonly key: string,
    private readonly sensor: string,
  ) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }

  /** @param day `2026-12-01`, or empty when the packet has no time */
  add(table: string, shape: readonly TableColumn[], day: string, row: readonly Value[]): void {
    const place = `${table}/day=${day || '__HIVE_DEFAULT_PARTITION__'}`
    let part = this.open.get(place)
    if (!part) {
      // A capture of many days at once: the file that was begun first ends, another one of its day may follow.
      if (this.open.size >= limits.datasetFilesOpen) this.finish(this.open.keys().next().value!)
      part = new Part(join(this.folder, `${this.made++}.parquet`), shape)
      this.open.set(place, part)
    }
    part.add(row)
  }

  private finish(place: string): void {
    const part = this.open.get(place)!
    this.open.delete(place)
    part.end()
    const name = `${this.key}-${this.done.length}.parquet`
    this.done.push({ from: part.path, to: join(place, `sensor=${this.sensor}`, name) })
  }

  /** @returns every file, whole, still beside the data set */
  end(): readonly Written[] {
    for (const place of [...this.open.keys()]) this.finish(place)
    return this.done
  }
}

/** Moves files into the data set at `out`. */
export function moveIn(out: string, files: readonly Written[]): void {
  for (const { from, to } of files) {
    const path = join(out, to)
    mkdirSync(dirname(path), { recursive: true })
    renameSync(from, path)
  }
}
