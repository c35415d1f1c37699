/** What runs in the thread of tcp-lane.ts. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { work } from '../flows/tcp-ring'
import type { Ring, Start } from '../flows/tcp-ring'

const { ring, port } = workerData as { ring: Ring; port: MessagePort }
work(ring, {
  post: (found) => port.postMessage(found),
  receive: () => (receiveMessageOnPort(port) as { message: Start } | undefined)?.message,
})
