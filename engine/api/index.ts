/** Every call that a decoder answers. A new area is one file and one line here. */
import type { ClientOf } from './call'
import * as claims from './claims'
import * as exercise from './exercises'
import * as explain from './explain'
import * as filter from './filters'
import * as flows from './flows'
import * as lab from './lab'
import * as preferences from './preferences'
import * as report from './reports'
import * as session from './session'
import * as statistics from './statistics'

export const decoderCalls = { claims, lab, session, flows, filter, report, exercise, explain, preferences, statistics }

export type DecoderClient = ClientOf<typeof decoderCalls>
