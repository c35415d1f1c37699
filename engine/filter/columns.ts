/** Columns of the packet list as fields: `_ws.col.info`. Their texts come from whoever decodes, with the settings of the list. */

/** Names behind `_ws.col.` → column id: those of Wireshark 4.4, then the titles that 4.0 uses. */
const names: Readonly<Record<string, string>> = {
  number: 'number',
  cls_time: 'time',
  def_src: 'source',
  def_dst: 'destination',
  protocol: 'protocol',
  packet_length: 'length',
  info: 'info',
  'No.': 'number',
  Time: 'time',
  Source: 'source',
  Destination: 'destination',
  Protocol: 'protocol',
  Length: 'length',
  Info: 'info',
}

export const columnByName: ReadonlyMap<string, string> = new Map(
  Object.entries(names).map(([name, id]) => [`_ws.col.${name}`, id]),
)
/** The name under which a column is offered. */
export const columnNames: readonly string[] = Object.keys(names)
  .slice(0, 7)
  .map((name) => `_ws.col.${name}`)
