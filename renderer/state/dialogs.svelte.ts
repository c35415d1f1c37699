// Which dialog is open. One at a time; the question about an unsaved capture may come over another.
export type DialogName =
  | 'capture-options'
  | 'open'
  | 'save'
  | 'go-to'
  | 'comment'
  | 'keyboard'
  | 'palette'
  | 'about'
  | 'save-filter'
  | 'colours'
  | 'macros'
  | 'doctor'
  | 'report'
  | 'exercises'
  | 'settings'
  | 'decode-as'

export type UnsavedAnswer = 'save' | 'drop' | 'cancel'

export class Dialogs {
  open = $state<DialogName | null>(null)
  /** What the dialog was opened for: a text that it begins with. */
  topic = $state('')
  /** The question about an unsaved capture waits for this answer. */
  unsaved = $state.raw<((answer: UnsavedAnswer) => void) | null>(null)
  private afterSave: ((saved: boolean) => void) | null = null

  readonly any = $derived(this.open !== null || this.unsaved !== null)

  show(name: DialogName, topic = ''): void {
    this.topic = topic
    this.open = name
  }
  close(): void {
    const wasSave = this.open === 'save'
    this.open = null
    if (wasSave) this.saved(false)
  }

  askUnsaved(): Promise<UnsavedAnswer> {
    return new Promise((resolve) => {
      this.unsaved = (answer) => {
        this.unsaved = null
        resolve(answer)
      }
    })
  }

  /** Opens the save dialog; true once something has been saved, false when it was closed. */
  askSave(): Promise<boolean> {
    this.open = 'save'
    return new Promise((resolve) => (this.afterSave = resolve))
  }
  /** The save dialog's last word. */
  saved(done: boolean): void {
    this.afterSave?.(done)
    this.afterSave = null
  }
}
