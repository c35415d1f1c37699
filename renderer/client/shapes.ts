// The types of the contract that the renderer uses, in one place: types only, no code of the engine or the shells.
export type { DecoderClient } from '../../engine/api/index'
export type { ErrorText, Reply, Request, Told } from '../../engine/api/call'
export type {
  CaptureStatus,
  PacketDetails,
  Place,
  Row,
  Rows,
  SaveResult,
  SortState,
  TreeNode,
} from '../../engine/api/shapes'
export type {
  Completion,
  Condition,
  Conditions,
  FilterCheck,
  FilterCounts,
  FilterExplanation,
  FilterNote,
  FilterPart,
  FilterState,
  MacroText,
  RuleProblem,
} from '../../engine/api/filter-shapes'
export type {
  DecodeAsChoices,
  DecodeAsOffer,
  DecodeAsText,
  PreferenceInfo,
  SettingProblem,
} from '../../engine/api/preference-shapes'
export type { ReportChoices, ReportFormat, ReportKind, ReportPart, ReportPreview } from '../../engine/api/report-shapes'
export type { ClaimList, Judged, Verdict } from '../../engine/api/claim-shapes'
export type { Grading, LabQuestion, LabSheet, LabSheetName, LabVerdict } from '../../engine/api/lab-shapes'
export type { Explanation } from '../../engine/explain/explain'
export type { DiagramCell, DrawnDiagram } from '../../engine/explain/diagram'
export type { Language } from '../../engine/words/language'
export type { ShellClient } from '../../shell/calls'
export type {
  Adapter,
  AdapterList,
  CaptureOptions,
  CaptureState,
  DoctorReport,
  ColourRuleSetting,
  ColumnSetting,
  FolderEntry,
  FolderList,
  Leftover,
  RecentFile,
  Sample,
  SavedFilter,
  Settings,
  ShellInfo,
  Traffic,
} from '../../shell/shapes'
