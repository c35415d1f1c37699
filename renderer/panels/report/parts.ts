// Kinds of reports and their parts, as the window names them.
import { m } from '../../paraglide/messages.js'
import type { ReportKind, ReportPart } from '../../client/shapes'

export const kindTitles: readonly [ReportKind, () => string][] = [
  ['tcp', () => m.report_kind_tcp()],
  ['arp', () => m.report_kind_arp()],
  ['overview', () => m.report_kind_overview()],
]

export const partTitles: Readonly<Record<ReportPart, () => string>> = {
  summary: () => m.report_part_summary(),
  environment: () => m.report_part_environment(),
  protocols: () => m.report_part_protocols(),
  conversations: () => m.report_part_conversations(),
  packets: () => m.report_part_packets(),
  ladder: () => m.report_part_ladder(),
  handshake: () => m.report_part_handshake(),
  data: () => m.report_part_data(),
  close: () => m.report_part_close(),
  states: () => m.report_part_states(),
  times: () => m.report_part_times(),
  checksums: () => m.report_part_checksums(),
  pairs: () => m.report_part_pairs(),
  exchange: () => m.report_part_exchange(),
  requests: () => m.report_part_requests(),
  addresses: () => m.report_part_addresses(),
  problems: () => m.report_part_problems(),
  notes: () => m.report_part_notes(),
}
