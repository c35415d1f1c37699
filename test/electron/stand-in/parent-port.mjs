// Runs a bundle as Electron's utility process would: with process.parentPort in place of Node's IPC channel, and not as root.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

process.parentPort = Object.assign(new EventEmitter(), { postMessage: (message) => process.send(message) })
process.getuid = () => Number(process.env.WIRELENS_TEST_UID ?? 1000)
await import(pathToFileURL(process.argv[2]).href)
// Messages wait until somebody listens, here as there.
process.on('message', (data) => process.parentPort.emit('message', { data, ports: [] }))
process.on('disconnect', () => process.exit(0))
