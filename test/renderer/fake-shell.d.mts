// Types of the fake shell, for the end-to-end tests.
export interface FakeOptions {
  rows?: number
  noCapture?: boolean
  open?: boolean
  rate?: number
  indexing?: number
  settings?: Record<string, unknown>
}

export class FakeShell {
  constructor(options?: FakeOptions)
  readonly address: string
  readonly settings: Record<string, unknown>
  readonly marked: Set<number>
  readonly comments: Map<number, string[]>
  readonly calls: { call: string; args: Record<string, unknown> }[]
  readonly lastOptions: Record<string, unknown>
  listen(port?: number): Promise<this>
  close(): Promise<void>
  drop(): void
  hold(call: string): () => void
  tell(event: string, value: unknown): void
  openFile(path: string, changes?: Record<string, unknown>): unknown
  endCapture(problem?: { code: string; message: string; hint?: string } | null): void
}
