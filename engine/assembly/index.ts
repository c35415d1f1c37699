/** What the module gives away: flows/pass-core.ts is the other side. */
export { intern } from './addresses'
export { search, setFrame, start, tally } from './conversations'
export { addInterface, clearInterfaces, countDatagram, nextPacket, reserve, setLongest, takeBlocks } from './packets'
export { takePacket, takeRecords } from './packets'
export { follow } from './tcp'
export { setMost } from './unacked'
