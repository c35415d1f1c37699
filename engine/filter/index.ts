/**
 * The display-filter language: Wireshark 4.4's, from text to a function over one decoded packet.
 *
 *   const filter = parseFilter('ip.addr == 10.0.0.0/8 && tcp.port in {80, 443}')   // Refused{code, message, hint, range} when it is none
 *   const program = compile(filter, registry)                                     // Refused when it does not fit the declared fields
 *   const plan = makePlan(registry, { fields: program.fields, columns: program.columns })
 *   program.matches(session.decode(i, plan))
 *
 * `program.warnings` say what is deprecated, or never matches because Wirelens does not decode it yet. Columns (`_ws.col.info`) need
 * `columnText`; field references (`${ip.src}`) need `references`, read from the selected packet with `readReferences`.
 * engine/session/filtering.ts runs a filter over a whole capture, most of it without decoding.
 *
 * To add a function: one entry in functions.ts. An operator: one in operators.ts.
 */
export type { Filter, Range, Warning } from './ast'
export { parseFilter } from './parse'
export type { Macros } from './macros'
export { compile, compileTest } from './compile'
export type { Compiled, CompileOptions } from './compile'
export { printFilter, printTest, quote } from './print'
export { explainFilter, partsOf, truthOf } from './explain'
export type { Explanation, Truth } from './explain'
export { captureFilter } from './capture-filter'
export type { Translation } from './capture-filter'
export { conditionsOf } from './conditions'
export type { Condition, Conditions } from './conditions'
export { complete } from './complete'
export type { Completion, Completions } from './complete'
export { referenceFields, readReferences } from './references'
export { functions } from './functions'
export { entitiesOf } from './typed'
export type { TypedEntity, TypedTest } from './typed'
