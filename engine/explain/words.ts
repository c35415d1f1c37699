/** What explanations say of themselves. */
import { inAll } from '../words/language'
import type { Same } from '../words/language'

const en = {
  what: 'What',
  why: 'Why',
  follows: 'Next',
  frames: (list: string) => `frame${list.includes(',') ? 's' : ''} ${list}`,
  frame: (n: number) => `Frame ${n}`,
  noWhat: (label: string, title: string) => `${label}: a field of ${title}. Wirelens has no sentence about it yet.`,
  noReason: 'No reason in this capture: only the sender knows why it chose this value.',
  noReasonComputed: 'No reason in this capture: Wirelens worked the value out, and nothing here tells more about it.',
  came: 'came',
  missing: 'not in this capture',
  open: 'not bound to a frame',
  noFields: 'No field of this frame can be explained.',
  noSuchField: (name: string) => `There is no field “${name}”.`,
  notInFrame: (name: string, frame: number) => `Frame ${frame} has no field ${name}.`,
  near: (list: string) => `Near it: ${list}.`,
  inFrame: (list: string) => `In this frame: ${list}.`,
  noRecord: (id: number, frame: number) => `Frame ${frame} has no line ${id} that could be explained.`,
}
const ko: Same<typeof en> = {
  what: '무엇',
  why: '이유',
  follows: '다음',
  frames: (list) => `프레임 ${list}번`,
  frame: (n) => `프레임 ${n}번`,
  noWhat: (label, title) => `${title}의 ${label} 필드입니다. 이 필드에 대한 설명 문장은 아직 없습니다.`,
  noReason: '이 캡처에서는 이유를 알 수 없습니다. 왜 이 값인지는 송신자만 압니다.',
  noReasonComputed: '이 캡처에서는 이유를 알 수 없습니다. Wirelens가 계산한 값이고 더 알려 주는 것이 없습니다.',
  came: '왔음',
  missing: '이 캡처에 없음',
  open: '특정 프레임에 매이지 않음',
  noFields: '이 프레임에는 설명할 필드가 없습니다.',
  noSuchField: (name) => `“${name}” 필드는 없습니다.`,
  notInFrame: (name, frame) => `프레임 ${frame}번에는 ${name} 필드가 없습니다.`,
  near: (list) => `비슷한 필드: ${list}`,
  inFrame: (list) => `이 프레임의 필드: ${list}`,
  noRecord: (id, frame) => `프레임 ${frame}번에는 설명할 수 있는 줄 ${id}번이 없습니다.`,
}
export const explainWords = inAll(en, { ko })
