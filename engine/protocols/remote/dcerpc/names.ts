/** C706 and MS-RPCE: names of packet types, results and states of DCE/RPC, and of the interfaces that are only ever named. */
type Texts = Readonly<Record<number, string>>

export const packetTypes: Texts = {
  0: 'Request',
  1: 'Ping',
  2: 'Response',
  3: 'Fault',
  4: 'Working',
  5: 'Nocall',
  6: 'Reject',
  7: 'Ack',
  8: 'Cl_cancel',
  9: 'Fack',
  10: 'Cancel_ack',
  11: 'Bind',
  12: 'Bind_ack',
  13: 'Bind_nak',
  14: 'Alter_context',
  15: 'Alter_context_resp',
  16: 'AUTH3',
  17: 'Shutdown',
  18: 'Co_cancel',
  19: 'Orphaned',
  20: 'RPC-over-HTTP RTS',
}
export const results: Texts = {
  0: 'Acceptance',
  1: 'User rejection',
  2: 'Provider rejection',
  3: 'Negotiate ACK',
}
export const reasons: Texts = {
  0: 'Reason not specified',
  1: 'Abstract syntax not supported',
  2: 'Proposed transfer syntaxes not supported',
  3: 'Local limit exceeded',
}
export const rejections: Texts = {
  0: 'Reason not specified',
  1: 'Temporary congestion',
  2: 'Local limit exceeded',
  3: 'Called paddr unknown',
  4: 'Protocol version not supported',
  5: 'Default context not supported',
  6: 'User data not readable',
  7: 'No PSAP available',
  8: 'Authentication type not recognized',
  9: 'Invalid checksum',
}
export const authTypes: Texts = {
  0: 'None',
  1: 'Kerberos 5',
  9: 'SPNEGO',
  10: 'NTLMSSP',
  14: 'SCHANNEL SSP',
  16: 'Kerberos SSP',
  17: 'Distributed Password Authentication SSP',
  18: 'MSN SSP',
  21: 'Digest SSP',
  68: 'NETLOGON Secure Channel',
  100: 'MSMQ SSP',
}
export const authLevels: Texts = {
  1: 'None',
  2: 'Connect',
  3: 'Call',
  4: 'Packet',
  5: 'Packet integrity',
  6: 'Packet privacy',
}
export const faults: Texts = {
  0: 'Stub-defined exception',
  1: 'nca_s_fault_other',
  5: 'nca_s_fault_access_denied',
  0x6d8: 'nca_s_fault_cant_perform',
  0x6f7: 'nca_s_fault_ndr',
  0x721: 'nca_s_fault_sec_pkg_error',
  0x1c000001: 'nca_s_fault_int_div_by_zero',
  0x1c000002: 'nca_s_fault_addr_error',
  0x1c000008: 'nca_rpc_version_mismatch',
  0x1c000009: 'nca_unspec_reject',
  0x1c00000a: 'nca_s_bad_actid',
  0x1c00000b: 'nca_who_are_you_failed',
  0x1c00000c: 'nca_manager_not_entered',
  0x1c00000d: 'nca_s_fault_cancel',
  0x1c00001a: 'nca_s_fault_context_mismatch',
  0x1c00001b: 'nca_s_fault_remote_no_memory',
  0x1c00001c: 'nca_invalid_pres_context_id',
  0x1c00001d: 'nca_unsupported_authn_level',
  0x1c00001f: 'nca_invalid_checksum',
  0x1c000020: 'nca_invalid_crc',
  0x1c000024: 'nca_s_fault_object_not_found',
  0x1c010002: 'nca_op_rng_error',
  0x1c010003: 'nca_unk_if',
  0x1c010006: 'nca_wrong_boot_time',
  0x1c010009: 'nca_s_you_crashed',
  0x1c01000b: 'nca_proto_error',
  0x1c010013: 'nca_out_args_too_big',
  0x1c010014: 'nca_server_too_busy',
  0x1c010017: 'nca_unsupported_type',
}

/** Transfer syntaxes, and interfaces by another name than their rows have. */
const syntaxes: Readonly<Record<string, string>> = {
  '8a885d04-1ceb-11c9-9fe8-08002b104860': '32bit NDR',
  '71710533-beba-4937-8319-b5dbef9ccc36': '64bit NDR',
  'e1af8308-5d1f-11c9-91a4-08002b14a0fa': 'EPMv4',
}

/** The name of an interface or transfer syntax; its number where none is known. */
export const syntaxName = (uuid: string, rowsOf: (uuid: string) => string | undefined): string =>
  syntaxes[uuid] ?? rowsOf(uuid) ?? uuid
