/** What a scenario is. Its sentence lies in words.ts, by its name. */
import type { Desk } from './desk'
import type { ScenarioName } from './words'

export interface Scenario {
  name: ScenarioName
  /** Puts its packets on the desk. */
  make(desk: Desk): void
}
