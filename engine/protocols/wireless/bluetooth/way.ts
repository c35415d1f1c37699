// Which way a Bluetooth packet went: four bytes in front of it say so, where the capture has them (LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR).
import type { Packet } from '../../../dissect/packet'

export const WITH_DIRECTION = 201

/** As the Info column begins. Only for packets whose first four bytes are there. */
export const wayOf = (p: Packet): string =>
  p.frame.linkType !== WITH_DIRECTION ? 'UnknownDirection' : p.bytes[p.origin + 3]! & 1 ? 'Rcvd' : 'Sent'
