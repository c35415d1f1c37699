// What the filter field offers while somebody types: fields, values, functions and operators from the decoder, saved filters from the settings.
import type { Completion as Option, CompletionResult, CompletionSource } from '@codemirror/autocomplete'
import type { Completion } from '../../client/shapes'
import { m } from '../../paraglide/messages.js'
import type { Workspace } from '../../state/workspace.svelte'

/** The text beside the list: label, type and the sentence that explains the field. */
function info({ label, type, help, kind }: Completion): (() => Node) | undefined {
  if (!help && kind !== 'field' && kind !== 'protocol') return undefined
  return () => {
    const box = document.createElement('div')
    for (const [text, name] of [
      [label, 'label'],
      [type ?? '', 'type'],
      [help ?? '', 'help'],
    ] as const) {
      if (!text) continue
      const line = box.appendChild(document.createElement('p'))
      line.className = name
      line.textContent = text
    }
    return box
  }
}

const optionOf = (item: Completion): Option => {
  const more = info(item)
  return {
    label: item.text,
    type: item.kind,
    detail: item.kind === 'value' ? (item.type ?? '') : item.label,
    ...(more ? { info: more } : {}),
  }
}

function savedOptions(w: Workspace, text: string): Option[] {
  const wanted = text.toLowerCase()
  return w.settings.now.savedFilters
    .filter(({ name, text: saved }) => `${name} ${saved}`.toLowerCase().includes(wanted))
    .slice(0, 5)
    .map(({ name, text: saved }) => ({ label: saved, type: 'saved', detail: m.filter_saved_as({ name }) }))
}

export const completionsOf =
  (w: Workspace): CompletionSource =>
  async (context): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const { pos } = context
    if (!text.trim() && !context.explicit) return null
    const found = await w.client.calls.filter.complete({ text, at: pos }).catch(() => null)
    if (!found || context.aborted) return null
    const saved = pos === text.length ? savedOptions(w, text.trim()) : []
    // Without a letter typed, the whole list is only for those who ask; after an operator, values are worth showing.
    const blank = found.from === found.to && !context.explicit
    const items = blank ? found.items.filter(({ kind }) => kind === 'value') : found.items
    // A word that is whole needs no list with itself on top: Enter would have to be pressed twice.
    const options = items.map(optionOf)
    if (saved.length)
      return { from: 0, to: pos, options: [...saved, ...options.map(wholeText(text, found, pos))], filter: false }
    return options.length ? { from: found.from, to: found.to, options, filter: false } : null
  }

/** Saved filters replace all of the text, the others only a word of it: beside saved ones, both have to say the whole. */
const wholeText =
  (text: string, { from, to }: { from: number; to: number }, pos: number) =>
  (option: Option): Option => ({
    ...option,
    displayLabel: option.label,
    apply: text.slice(0, from) + option.label + text.slice(to, Math.max(to, pos)),
  })
