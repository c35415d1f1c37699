/** Names of S7comm's numbers. */
type Names = Readonly<Record<number, string>>

export const kinds: Names = { 1: 'Job', 2: 'Ack', 3: 'Ack_Data', 7: 'Userdata' }
export const functions: Names = {
  0x00: 'CPU services',
  0x04: 'Read Var',
  0x05: 'Write Var',
  0x1a: 'Request download',
  0x1b: 'Download block',
  0x1c: 'Download ended',
  0x1d: 'Start upload',
  0x1e: 'Upload',
  0x1f: 'End upload',
  0x28: 'PI-Service',
  0x29: 'PLC Stop',
  0xf0: 'Setup communication',
}
export const errorClasses: Names = {
  0x00: 'No error',
  0x81: 'Application relationship',
  0x82: 'Object definition',
  0x83: 'No resources available',
  0x84: 'Error on service processing',
  0x85: 'Error on supplies',
  0x87: 'Access error',
}
export const areas: Names = {
  0x03: 'System info of 200 family',
  0x05: 'System flags of 200 family',
  0x06: 'Analog inputs of 200 family',
  0x07: 'Analog outputs of 200 family',
  0x1c: 'S7 counters (C)',
  0x1d: 'S7 timers (T)',
  0x1e: 'IEC counters (200 family)',
  0x1f: 'IEC timers (200 family)',
  0x80: 'Direct peripheral access (P)',
  0x81: 'Inputs (I)',
  0x82: 'Outputs (Q)',
  0x83: 'Flags (M)',
  0x84: 'Data blocks (DB)',
  0x85: 'Instance data blocks (DI)',
  0x86: 'Local data (L)',
  0x87: 'Unknown yet (V)',
}
export const sizes: Names = {
  1: 'BIT',
  2: 'BYTE',
  3: 'CHAR',
  4: 'WORD',
  5: 'INT',
  6: 'DWORD',
  7: 'DINT',
  8: 'REAL',
  9: 'DATE',
  10: 'TOD',
  11: 'TIME',
  12: 'S5TIME',
  15: 'DATE_AND_TIME',
  28: 'COUNTER',
  29: 'TIMER',
}
export const transports: Names = {
  0: 'NULL',
  3: 'BIT',
  4: 'BYTE/WORD/DWORD',
  5: 'INTEGER',
  6: 'DINTEGER',
  7: 'REAL',
  9: 'OCTET STRING',
}
export const codes: Names = {
  0x00: 'Reserved',
  0x01: 'Hardware error',
  0x03: 'Accessing the object not allowed',
  0x05: 'Invalid address',
  0x06: 'Data type not supported',
  0x07: 'Data type inconsistent',
  0x0a: 'Object does not exist',
  0xff: 'Success',
}
export const groups: Names = {
  0x0: 'Mode-transition',
  0x1: 'Programmer commands',
  0x2: 'Cyclic data',
  0x3: 'Block functions',
  0x4: 'CPU functions',
  0x5: 'Security',
  0x6: 'PBC BSEND/BRECV',
  0x7: 'Time functions',
  0xf: 'NC programming',
}
export const subfunctions: Readonly<Record<number, Names>> = {
  1: {
    1: 'Request diag data (Type 1)',
    2: 'VarTab',
    0x0c: 'Erase',
    0x0e: 'Read diag data',
    0x0f: 'Remove diag data',
    0x10: 'Forces',
    0x13: 'Request diag data (Type 2)',
  },
  3: { 1: 'List blocks', 2: 'List blocks of type', 3: 'Get block info' },
  4: { 1: 'Read SZL', 2: 'Message service', 3: 'Transition to STOP', 4: 'ALARM_8 indication', 5: 'ALARM_S indication' },
  5: { 1: 'PLC password' },
  7: { 1: 'Read clock', 2: 'Set clock', 3: 'Read clock (following)', 4: 'Set clock' },
}
export const blockTypes: Readonly<Record<string, string>> = {
  '08': 'OB',
  '0A': 'DB',
  '0B': 'SDB',
  '0C': 'FC',
  '0D': 'SFC',
  '0E': 'FB',
  '0F': 'SFB',
}
/** Programs of the PLC's own. */
export const programs: Readonly<Record<string, string>> = {
  P_PROGRAM: 'PLC Start / Stop',
  _INSE: 'PLC Activates a down-loaded block',
  _DELE: 'PLC Removes a block from the passive file system',
  _MODU: 'PLC Copy Ram to Rom',
  _GARB: 'Compress PLC memory',
}
