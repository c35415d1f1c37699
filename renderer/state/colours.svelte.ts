// The rules that colour rows: the user's list from the settings, or the default set; and the conversations coloured for now.
import type { Client } from '../client/client'
import type { ColourRuleSetting, RuleProblem } from '../client/shapes'
import type { SettingsState } from './settings.svelte'

/** How many conversations have a colour of their own: Wireshark's ten. */
export const conversationColours = 10

export class Colours {
  /** What is wrong with rules that were left out. */
  problems = $state.raw<readonly RuleProblem[]>([])
  /** Filter per colour number, from 1; gone with the window. */
  conversations = $state.raw<readonly (readonly [colour: number, filter: string])[]>([])

  constructor(
    private readonly client: Client,
    private readonly settings: SettingsState,
    private readonly failed: (error: unknown) => void,
    private readonly changed: () => void,
  ) {}

  /** Background and ink of a rule that has colours of its own, as a style; '' where the theme has them. */
  styleOf(id: string): { back: string; ink: string } | null {
    const rule = this.settings.now.colours.find((own) => own.id === id)
    return rule?.back ? { back: rule.back, ink: rule.ink } : null
  }

  /** The default set, as rules to begin with. */
  async defaults(): Promise<ColourRuleSetting[]> {
    const rules = await this.client.calls.session.defaultColours()
    return rules.map(({ id, title, filter }) => ({ id, name: title, filter, on: true, back: '', ink: '' }))
  }

  /** Keeps a list of rules; an empty one means the default set. */
  async change(rules: readonly ColourRuleSetting[]): Promise<void> {
    this.settings.change({ colours: [...rules] })
    await this.send()
  }

  /** Colours the packets of a conversation, or of any filter, until the window is closed. */
  async paint(colour: number, filter: string): Promise<void> {
    const others = this.conversations.filter(([other, text]) => other !== colour && text !== filter)
    this.conversations = [...others, [colour, filter]]
    await this.send()
  }
  async unpaint(): Promise<void> {
    this.conversations = []
    await this.send()
  }

  /** Tells the decoder; after a restart it knows nothing of them. */
  async send(): Promise<void> {
    const painted = this.conversations.map(([colour, filter]) => ({ id: `conversation-${colour}`, filter }))
    const { colours } = this.settings.now
    try {
      const base = colours.length ? colours.filter(({ on }) => on) : painted.length ? await this.defaults() : []
      const rules = [...painted, ...base.map(({ id, filter }) => ({ id, filter }))]
      // A list whose rules are all off colours nothing, which is not the same as no list.
      const none = !colours.length && !painted.length
      this.problems = await this.client.calls.session.colours(none ? {} : { rules })
      this.changed()
    } catch (error) {
      this.failed(error)
    }
  }
}
