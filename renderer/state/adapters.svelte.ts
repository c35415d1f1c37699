// Adapters, whether capturing works, and the traffic of each over the last minute.
import type { Client } from '../client/client'
import type { AdapterList, Traffic } from '../client/shapes'

/** Points of a traffic line; events come about twice a second. */
export const trafficPoints = 60

export class Adapters {
  list = $state.raw<AdapterList | null>(null)
  /** Packets per second, newest last, per adapter. */
  traffic = $state.raw<Readonly<Record<string, readonly number[]>>>({})
  loading = $state(false)
  private watchers = 0
  private lastTime = 0
  private asking: Promise<void> | null = null

  constructor(
    private readonly client: Client,
    private readonly failed: (error: unknown) => void,
  ) {
    client.on('traffic', (traffic) => this.take(traffic))
  }

  /** The list is there, or asking for it has failed. */
  async known(): Promise<void> {
    if (!this.list) await (this.asking ?? this.load())
  }

  load(): Promise<void> {
    return (this.asking ??= this.ask().finally(() => (this.asking = null)))
  }

  private async ask(): Promise<void> {
    this.loading = true
    try {
      this.list = await this.client.calls.adapters.list()
    } catch (error) {
      this.failed(error)
    } finally {
      this.loading = false
    }
    if (this.watchers) this.client.calls.adapters.watch({ on: true }).catch(this.failed)
  }

  /** Wants traffic events while somebody looks; returns how to stop. */
  watch(): () => void {
    if (this.watchers++ === 0 && this.list) this.client.calls.adapters.watch({ on: true }).catch(this.failed)
    return () => {
      if (--this.watchers === 0) this.client.calls.adapters.watch({ on: false }).catch(this.failed)
    }
  }

  private take(traffic: Traffic): void {
    const now = performance.now()
    const seconds = Math.max(0.1, Math.min(5, (now - this.lastTime) / 1000))
    this.lastTime = now
    const next: Record<string, readonly number[]> = {}
    for (const { name } of this.list?.adapters ?? []) {
      next[name] = [...(this.traffic[name] ?? []), (traffic[name]?.packets ?? 0) / seconds].slice(-trafficPoints)
    }
    this.traffic = next
  }
}
