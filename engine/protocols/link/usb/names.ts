// Names of USB 2.0 (chapter 9) and of Windows' USB stack, as they stand in captures.

export const transferTypes: Readonly<Record<number, string>> = {
  0: 'URB_ISOCHRONOUS',
  1: 'URB_INTERRUPT',
  2: 'URB_CONTROL',
  3: 'URB_BULK',
  0xfe: 'URB IRP INFO',
  0xff: 'URB UNKNOWN',
}

/** Table 9-4, and USB 3. */
export const requests: Readonly<Record<number, string>> = {
  0: 'GET STATUS',
  1: 'CLEAR FEATURE',
  3: 'SET FEATURE',
  5: 'SET ADDRESS',
  6: 'GET DESCRIPTOR',
  7: 'SET DESCRIPTOR',
  8: 'GET CONFIGURATION',
  9: 'SET CONFIGURATION',
  10: 'GET INTERFACE',
  11: 'SET INTERFACE',
  12: 'SYNCH FRAME',
  48: 'SET SEL',
  49: 'SET ISOCH DELAY',
}

export const requestName = (request: number): string => requests[request] ?? `Unknown type ${request.toString(16)}`

/** Table 9-5, and what came later. */
export const descriptors: Readonly<Record<number, string>> = {
  1: 'DEVICE',
  2: 'CONFIGURATION',
  3: 'STRING',
  4: 'INTERFACE',
  5: 'ENDPOINT',
  6: 'DEVICE QUALIFIER',
  7: 'OTHER SPEED CONFIG',
  8: 'INTERFACE POWER',
  9: 'OTG',
  10: 'DEBUG',
  11: 'INTERFACE ASSOCIATION',
  15: 'BOS',
  16: 'DEVICE CAPABILITY',
}

const urbFunctions = [
  ...['SELECT_CONFIGURATION', 'SELECT_INTERFACE', 'ABORT_PIPE', 'TAKE_FRAME_LENGTH_CONTROL'],
  ...['RELEASE_FRAME_LENGTH_CONTROL', 'GET_FRAME_LENGTH', 'SET_FRAME_LENGTH', 'GET_CURRENT_FRAME_NUMBER'],
  ...['CONTROL_TRANSFER', 'BULK_OR_INTERRUPT_TRANSFER', 'ISOCH_TRANSFER', 'GET_DESCRIPTOR_FROM_DEVICE'],
  ...['SET_DESCRIPTOR_TO_DEVICE', 'SET_FEATURE_TO_DEVICE', 'SET_FEATURE_TO_INTERFACE', 'SET_FEATURE_TO_ENDPOINT'],
  ...['CLEAR_FEATURE_TO_DEVICE', 'CLEAR_FEATURE_TO_INTERFACE', 'CLEAR_FEATURE_TO_ENDPOINT', 'GET_STATUS_FROM_DEVICE'],
  ...['GET_STATUS_FROM_INTERFACE', 'GET_STATUS_FROM_ENDPOINT', 'RESERVED_0X0016', 'VENDOR_DEVICE'],
  ...['VENDOR_INTERFACE', 'VENDOR_ENDPOINT', 'CLASS_DEVICE', 'CLASS_INTERFACE', 'CLASS_ENDPOINT', 'RESERVE_0X001D'],
  ...['SYNC_RESET_PIPE_AND_CLEAR_STALL', 'CLASS_OTHER', 'VENDOR_OTHER', 'GET_STATUS_FROM_OTHER'],
  ...['CLEAR_FEATURE_TO_OTHER', 'SET_FEATURE_TO_OTHER', 'GET_DESCRIPTOR_FROM_ENDPOINT', 'SET_DESCRIPTOR_TO_ENDPOINT'],
  ...['GET_CONFIGURATION', 'GET_INTERFACE', 'GET_DESCRIPTOR_FROM_INTERFACE', 'SET_DESCRIPTOR_TO_INTERFACE'],
  ...['GET_MS_FEATURE_DESCRIPTOR', 'RESERVE_0X002B', 'RESERVE_0X002C', 'RESERVE_0X002D', 'RESERVE_0X002E'],
  ...[
    'RESERVE_0X002F',
    'SYNC_RESET_PIPE',
    'SYNC_CLEAR_STALL',
    'CONTROL_TRANSFER_EX',
    'RESERVE_0X0033',
    'RESERVE_0X0034',
  ],
]
export const urbFunction = (v: number): string | undefined =>
  v < urbFunctions.length ? `URB_FUNCTION_${urbFunctions[v]}` : undefined

export const controlStages: Readonly<Record<number, string>> = { 0: 'Setup', 1: 'Data', 2: 'Status', 3: 'Complete' }
