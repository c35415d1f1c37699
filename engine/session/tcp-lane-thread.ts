/** What runs in the thread of tcp-lane.ts. */
import { workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { work } from '../flows/tcp-ring'
import type { Ring } from '../flows/tcp-ring'

const { ring, port } = workerData as { ring: Ring; port: MessagePort }
work(ring, (found) => port.postMessage(found))
