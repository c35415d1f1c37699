/** Header diagrams: see diagram.ts for their shape. */
export { diagramsOf, diagramsOfPacket, drawnProtocols, headerDiagram } from './diagram'
export type { DiagramCell, HeaderDiagram } from './diagram'
export { diagramHtml, diagramWords, fieldRows } from './html'
export type { FieldRow } from './html'
export { drawn, rowsOf } from './rows'
export type { DrawnDiagram, Part } from './rows'
export { diagramSvg } from './svg'
