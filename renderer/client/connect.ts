// Chooses the transport: the desktop's port where the preload script offers one, else the browser shell's WebSocket.
import { Client } from './client'
import { messagePortTransport } from './message-port'
import { webSocketTransport } from './web-socket'

export const connect = (): Client => new Client(window.wirelens ? messagePortTransport() : webSocketTransport())
