/**
 * The editor of the filter field, made of CodeMirror's parts: one line, coloured, with completion and the complaint under its place. It lives in
 * a shadow root of its own: only there do its styles come as style sheets that the page's content security policy lets through.
 */
import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  startCompletion,
  type CompletionSource,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Compartment, EditorState, StateEffect, StateField, type Transaction } from '@codemirror/state'
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  placeholder,
  showTooltip,
  ViewPlugin,
  type Tooltip,
} from '@codemirror/view'
import { completionTheme, editorTheme } from './editor-theme'
import { tokensOf } from './tokens'

/** Something to say about a part of the text. */
export interface Remark {
  tone: 'bad' | 'warn'
  message: string
  hint?: string
  range: readonly [from: number, to: number]
}

export interface EditorOptions {
  label: string
  hint: string
  complete: CompletionSource
  typed(text: string): void
  enter(): void
  escape(): void
  /** Steps through the filters used lately: back (1) or forth (-1). The text to show, or undefined at the end. */
  recall(step: 1 | -1): string | undefined
}

export interface Editor {
  text(text: string): void
  remarks(remarks: readonly Remark[]): void
  focus(): void
  insert(text: string, x: number, y: number): void
  destroy(): void
}

/** Changes whenever the list of completions has opened or closed. */
const completionTurn = StateField.define<boolean>({
  create: () => false,
  update: (_, transaction) => completionStatus(transaction.state) === 'active',
})
const setRemarks = StateEffect.define<readonly Remark[]>()
const remarkField = StateField.define<readonly Remark[]>({
  create: () => [],
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setRemarks)) return effect.value
    return transaction.docChanged ? [] : value
  },
  provide: (field) => [
    EditorView.decorations.from(field, (remarks) => (view) => underlined(remarks, view.state.doc.length)),
    showTooltip.compute([field, 'doc', completionTurn], (state) => complaint(state.field(field)[0], state)),
    EditorView.contentAttributes.from(field, (remarks): Record<string, string> =>
      remarks[0]?.tone === 'bad' ? { 'aria-invalid': 'true' } : {},
    ),
  ],
})

function underlined(remarks: readonly Remark[], length: number): ReturnType<typeof Decoration.set> {
  const marks = remarks.flatMap(({ tone, range: [from, to] }) => {
    // A complaint about what is missing points behind the text: then at its last letter.
    const end = Math.min(length, Math.max(to, from + 1))
    const start = Math.min(from, Math.max(0, end - 1))
    return end > start ? [Decoration.mark({ class: `remark-${tone}` }).range(start, end)] : []
  })
  return Decoration.set(marks, true)
}

function complaint(remark: Remark | undefined, state: EditorState): Tooltip | null {
  // One thing at a time: a list that offers something better comes first.
  if (!remark || completionStatus(state) === 'active') return null
  return {
    pos: Math.min(remark.range[0], state.doc.length),
    above: false,
    strictSide: true,
    create() {
      const dom = document.createElement('div')
      dom.className = `complaint ${remark.tone}`
      const message = dom.appendChild(document.createElement('p'))
      message.textContent = remark.message
      if (remark.hint) {
        const hint = dom.appendChild(document.createElement('p'))
        hint.className = 'hint'
        hint.textContent = remark.hint
      }
      return { dom }
    },
  }
}

const colours = ViewPlugin.define(
  (view) => ({
    decorations: coloured(view.state.doc.toString()),
    update(change) {
      if (change.docChanged) this.decorations = coloured(change.state.doc.toString())
    },
  }),
  { decorations: (plugin) => plugin.decorations },
)
function coloured(text: string): ReturnType<typeof Decoration.set> {
  return Decoration.set(
    tokensOf(text).map(({ kind, from, to }) => Decoration.mark({ class: `token-${kind}` }).range(from, to)),
  )
}

/** What is pasted in several lines becomes one. */
const oneLine = EditorState.transactionFilter.of((transaction: Transaction) => {
  if (transaction.newDoc.lines < 2) return transaction
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ')
  const changes = { from: 0, to: transaction.startState.doc.length, insert: text }
  return [{ changes, selection: { anchor: text.length }, userEvent: 'input.paste' }]
})

/** Chromium keeps the style of text that is typed over, as inline styles that the content security policy stops: then the change is ours. */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || !event.data || view.composing || view.state.selection.main.empty)
      return false
    event.preventDefault()
    view.dispatch({ ...view.state.replaceSelection(event.data), userEvent: 'input.type', scrollIntoView: true })
    return true
  },
})

export function makeEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const outside = new Compartment()
  const replace = (text: string): void =>
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length } })
  const isOpen = (): boolean => completionStatus(view.state) === 'active'
  const recall = (step: 1 | -1): boolean => {
    if (isOpen()) return false
    const text = options.recall(step)
    if (text !== undefined) replace(text)
    return true
  }
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        keymap.of([
          // Until an arrow key has chosen one, Enter means the filter, not the completion.
          { key: 'Enter', run: (v) => acceptCompletion(v) || (closeCompletion(v), options.enter(), true) },
          {
            key: 'Tab',
            run: (v) => isOpen() && (acceptCompletion(v) || (moveCompletionSelection(true)(v) && acceptCompletion(v))),
          },
          { key: 'Escape', run: (v) => closeCompletion(v) || (options.escape(), true) },
          { key: 'ArrowUp', run: (v) => moveCompletionSelection(false)(v) || recall(1) },
          { key: 'ArrowDown', run: (v) => moveCompletionSelection(true)(v) || recall(-1) },
          { key: 'PageUp', run: moveCompletionSelection(false, 'page') },
          { key: 'PageDown', run: moveCompletionSelection(true, 'page') },
          { key: 'Ctrl-Space', run: startCompletion },
        ]),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        history(),
        typedOver,
        drawSelection(),
        oneLine,
        colours,
        completionTurn,
        remarkField,
        autocompletion({
          override: [options.complete],
          defaultKeymap: false,
          selectOnOpen: false,
          icons: false,
          maxRenderedOptions: 60,
          interactionDelay: 0,
          activateOnTypingDelay: 60,
          optionClass: (option) => `option-${option.type ?? ''}`,
        }),
        placeholder(options.hint),
        outside.of([]),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'aria-multiline': 'false',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.typed(update.state.doc.toString())
        }),
        editorTheme,
        completionTheme,
      ],
    }),
  })
  // The list of completions can be scrolled, so it has to be able to take the focus: axe asks for it, CodeMirror does not see to it.
  const watch = new MutationObserver(() => {
    for (const list of root.querySelectorAll<HTMLElement>('[role=listbox]:not([tabindex])')) list.tabIndex = 0
  })
  watch.observe(root, { childList: true, subtree: true })
  return {
    text(text) {
      if (text !== view.state.doc.toString()) replace(text)
    },
    remarks: (remarks) => view.dispatch({ effects: setRemarks.of(remarks) }),
    focus() {
      view.focus()
      view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } })
    },
    insert(text, x, y) {
      const at = view.posAtCoords({ x, y }, false)
      view.dispatch({ changes: { from: at, insert: text }, selection: { anchor: at + text.length } })
      view.focus()
    },
    destroy() {
      watch.disconnect()
      view.destroy()
    },
  }
}
