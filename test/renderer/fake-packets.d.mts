// Types of the made-up packets.
import type { PacketDetails, Row } from '../../engine/api/shapes'

export function rowAt(i: number, time: string): Pick<Row, 'number' | 'cells' | 'colour'>
export function packetAt(number: number): Omit<PacketDetails, 'comments'>
