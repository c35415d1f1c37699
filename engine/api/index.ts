/** Every call that a decoder answers. A new area is one file and one line here. */
import type { ClientOf } from './call'
import * as filter from './filters'
import * as flows from './flows'
import * as session from './session'

export const decoderCalls = { session, flows, filter }

export type DecoderClient = ClientOf<typeof decoderCalls>
