// A field on its way from the details to the filter field, by drag and drop.
const type = 'application/x-wirelens-field'

export interface DraggedField {
  /** Number of the packet, and of the line in its tree. */
  number: number
  node: number
}

export function dragField(transfer: DataTransfer | null, field: DraggedField, name: string): void {
  transfer?.setData(type, JSON.stringify(field))
  transfer?.setData('text/plain', name)
}

/** What was dropped, or null when it is no field of ours. */
export function draggedField(transfer: DataTransfer | null): DraggedField | null {
  const text = transfer?.getData(type)
  if (!text) return null
  const { number, node } = JSON.parse(text) as DraggedField
  return { number, node }
}
