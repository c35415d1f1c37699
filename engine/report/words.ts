/** The sentences of reports in all languages. */
import { inAll } from '../words/language'
import { arpEn } from './words/arp.en'
import { arpKo } from './words/arp.ko'
import { commonEn } from './words/common.en'
import { commonKo } from './words/common.ko'
import { tcpEn } from './words/tcp.en'
import { tcpKo } from './words/tcp.ko'

export const reportWords = inAll(commonEn, { ko: commonKo })
export const tcpWords = inAll(tcpEn, { ko: tcpKo })
export const arpWords = inAll(arpEn, { ko: arpKo })

export type ReportWords = ReturnType<typeof reportWords>
export type TcpWords = ReturnType<typeof tcpWords>
export type ArpWords = ReturnType<typeof arpWords>
