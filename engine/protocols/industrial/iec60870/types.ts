/** IEC 60870-5-101 and -104: types of ASDUs with what each of their objects holds, and causes of transmission. */

/** Parts of an object, in wire order. */
export type Part =
  | 'siq'
  | 'diq'
  | 'vti'
  | 'qds'
  | 'bits'
  | 'normal'
  | 'scaled'
  | 'float'
  | 'counter'
  | 'cp24'
  | 'cp56'
  | 'sco'
  | 'dco'
  | 'rco'
  | 'qos'
  | 'qoi'
  | 'qcc'
  | 'qrp'
  | 'coi'
  | 'qpm'
/** Name, what it is, and the parts of an object; without parts: not read further. */
export type AsduType = readonly [name: string, about: string, parts?: readonly Part[]]

const LATE = 'with time tag CP56Time2a'

export const types: Readonly<Record<number, AsduType>> = {
  1: ['M_SP_NA_1', 'single-point information', ['siq']],
  2: ['M_SP_TA_1', 'single-point information with time tag', ['siq', 'cp24']],
  3: ['M_DP_NA_1', 'double-point information', ['diq']],
  4: ['M_DP_TA_1', 'double-point information with time tag', ['diq', 'cp24']],
  5: ['M_ST_NA_1', 'step position information', ['vti', 'qds']],
  6: ['M_ST_TA_1', 'step position information with time tag', ['vti', 'qds', 'cp24']],
  7: ['M_BO_NA_1', 'bitstring of 32 bits', ['bits', 'qds']],
  8: ['M_BO_TA_1', 'bitstring of 32 bits with time tag', ['bits', 'qds', 'cp24']],
  9: ['M_ME_NA_1', 'measured value, normalized value', ['normal', 'qds']],
  10: ['M_ME_TA_1', 'measured value, normalized value with time tag', ['normal', 'qds', 'cp24']],
  11: ['M_ME_NB_1', 'measured value, scaled value', ['scaled', 'qds']],
  12: ['M_ME_TB_1', 'measured value, scaled value with time tag', ['scaled', 'qds', 'cp24']],
  13: ['M_ME_NC_1', 'measured value, short floating point number', ['float', 'qds']],
  14: ['M_ME_TC_1', 'measured value, short floating point number with time tag', ['float', 'qds', 'cp24']],
  15: ['M_IT_NA_1', 'integrated totals', ['counter']],
  16: ['M_IT_TA_1', 'integrated totals with time tag', ['counter', 'cp24']],
  17: ['M_EP_TA_1', 'event of protection equipment with time tag'],
  18: ['M_EP_TB_1', 'packed start events of protection equipment with time tag'],
  19: ['M_EP_TC_1', 'packed output circuit information of protection equipment with time tag'],
  20: ['M_PS_NA_1', 'packed single-point information with status change detection'],
  21: ['M_ME_ND_1', 'measured value, normalized value without quality descriptor', ['normal']],
  30: ['M_SP_TB_1', `single-point information ${LATE}`, ['siq', 'cp56']],
  31: ['M_DP_TB_1', `double-point information ${LATE}`, ['diq', 'cp56']],
  32: ['M_ST_TB_1', `step position information ${LATE}`, ['vti', 'qds', 'cp56']],
  33: ['M_BO_TB_1', `bitstring of 32 bit ${LATE}`, ['bits', 'qds', 'cp56']],
  34: ['M_ME_TD_1', `measured value, normalized value ${LATE}`, ['normal', 'qds', 'cp56']],
  35: ['M_ME_TE_1', `measured value, scaled value ${LATE}`, ['scaled', 'qds', 'cp56']],
  36: ['M_ME_TF_1', `measured value, short floating point number ${LATE}`, ['float', 'qds', 'cp56']],
  37: ['M_IT_TB_1', `integrated totals ${LATE}`, ['counter', 'cp56']],
  38: ['M_EP_TD_1', `event of protection equipment ${LATE}`],
  39: ['M_EP_TE_1', `packed start events of protection equipment ${LATE}`],
  40: ['M_EP_TF_1', `packed output circuit information of protection equipment ${LATE}`],
  45: ['C_SC_NA_1', 'single command', ['sco']],
  46: ['C_DC_NA_1', 'double command', ['dco']],
  47: ['C_RC_NA_1', 'regulating step command', ['rco']],
  48: ['C_SE_NA_1', 'set point command, normalized value', ['normal', 'qos']],
  49: ['C_SE_NB_1', 'set point command, scaled value', ['scaled', 'qos']],
  50: ['C_SE_NC_1', 'set point command, short floating point number', ['float', 'qos']],
  51: ['C_BO_NA_1', 'bitstring of 32 bits', ['bits']],
  58: ['C_SC_TA_1', `single command ${LATE}`, ['sco', 'cp56']],
  59: ['C_DC_TA_1', `double command ${LATE}`, ['dco', 'cp56']],
  60: ['C_RC_TA_1', `regulating step command ${LATE}`, ['rco', 'cp56']],
  61: ['C_SE_TA_1', `set point command, normalized value ${LATE}`, ['normal', 'qos', 'cp56']],
  62: ['C_SE_TB_1', `set point command, scaled value ${LATE}`, ['scaled', 'qos', 'cp56']],
  63: ['C_SE_TC_1', `set point command, short floating-point number ${LATE}`, ['float', 'qos', 'cp56']],
  64: ['C_BO_TA_1', `bitstring of 32 bits ${LATE}`, ['bits', 'cp56']],
  70: ['M_EI_NA_1', 'end of initialization', ['coi']],
  100: ['C_IC_NA_1', 'interrogation command', ['qoi']],
  101: ['C_CI_NA_1', 'counter interrogation command', ['qcc']],
  102: ['C_RD_NA_1', 'read command', []],
  103: ['C_CS_NA_1', 'clock synchronization command', ['cp56']],
  105: ['C_RP_NA_1', 'reset process command', ['qrp']],
  107: ['C_TS_TA_1', `test command ${LATE}`],
  110: ['P_ME_NA_1', 'parameter of measured value, normalized value', ['normal', 'qpm']],
  111: ['P_ME_NB_1', 'parameter of measured value, scaled value', ['scaled', 'qpm']],
  112: ['P_ME_NC_1', 'parameter of measured value, short floating-point number', ['float', 'qpm']],
  113: ['P_AC_NA_1', 'parameter activation'],
  120: ['F_FR_NA_1', 'file ready'],
  121: ['F_SR_NA_1', 'section ready'],
  122: ['F_SC_NA_1', 'call directory, select file, call file, call section'],
  123: ['F_LS_NA_1', 'last section, last segment'],
  124: ['F_AF_NA_1', 'ack file, ack section'],
  125: ['F_SG_NA_1', 'segment'],
  126: ['F_DR_TA_1', 'directory'],
}

const groups = (from: number, name: (n: number) => string, count: number): Record<number, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [from + i, name(i + 1)]))

export const causes: Readonly<Record<number, string>> = {
  1: 'Per/Cyc',
  2: 'Back',
  3: 'Spont',
  4: 'Init',
  5: 'Req',
  6: 'Act',
  7: 'ActCon',
  8: 'Deact',
  9: 'DeactCon',
  10: 'ActTerm',
  11: 'Retrem',
  12: 'Retloc',
  13: 'File',
  20: 'Inrogen',
  ...groups(21, (n) => `Inro${n}`, 16),
  37: 'Reqcogen',
  ...groups(38, (n) => `Reqco${n}`, 4),
  44: 'UkTypeId',
  45: 'UkCauseTx',
  46: 'UkComAdrASDU',
  47: 'UkIOA',
}

export const qualifiers = {
  qoi: {
    0: 'Not used',
    20: 'Station interrogation (global)',
    ...groups(21, (n) => `Group ${n} interrogation`, 16),
  } as Readonly<Record<number, string>>,
  pulses: { 0: 'No pulse defined', 1: 'Short Pulse', 2: 'Long Pulse', 3: 'Persistent Output' },
}
