/** Applications: names, a page of the web. */
import { be16, be32, bytes, ipBytes, text } from '../packets'
import type { Scenario } from '../scenario'
import { saying, Talk } from '../talk'

const A = 1
const CNAME = 5
const AAAA = 28
const NO_SUCH_NAME = 3

const name = (dotted: string): Uint8Array =>
  bytes(...dotted.split('.').map((part) => bytes(part.length, text(part))), 0)
const question = (dotted: string, type: number): Uint8Array => bytes(name(dotted), be16(type), be16(1))
/** A record about the name that stands at `at` of the message. */
const record = (at: number, type: number, seconds: number, data: Uint8Array): Uint8Array =>
  bytes(be16(0xc000 | at), be16(type), be16(1), be32(seconds), be16(data.length), data)
const message = (id: number, flags: number, asked: Uint8Array, answers: readonly Uint8Array[] = []): Uint8Array =>
  bytes(be16(id), be16(flags), be16(1), be16(answers.length), be16(0), be16(0), asked, ...answers)

const QUERY = 0x0100
const RESPONSE = 0x8180
/** Where the name of the question stands in every message. */
const HEAD = 12

export const applications: readonly Scenario[] = [
  {
    name: 'dns',
    make: (desk) => {
      const client = desk.client()
      const resolver = desk.host(desk.wish.server ?? '192.168.0.1')
      desk.here = client
      const ask = (dotted: string, type: number, answers: readonly Uint8Array[], code = 0): void => {
        const id = desk.chance(0x10000)
        const port = 32_768 + desk.chance(28_000)
        desk.udp(client, resolver, port, 53, message(id, QUERY, question(dotted, type)))
        desk.wait(desk.rtt)
        desk.udp(resolver, client, 53, port, message(id, RESPONSE | code, question(dotted, type), answers))
        desk.wait(0.2)
      }
      const host = name('web.example')
      const alias = record(HEAD, CNAME, 300, host)
      const behind = HEAD + question('www.example', A).length + 12
      ask('www.example', A, [alias, record(behind, A, 300, bytes(ipBytes('198.51.100.80')))])
      ask('web.example', AAAA, [record(HEAD, AAAA, 300, bytes([0x20, 0x01, 0x0d, 0xb8, ...new Uint8Array(11), 0x80]))])
      ask('nothing.example', A, [], NO_SUCH_NAME)
    },
  },
  {
    name: 'http',
    make: (desk) => {
      const t = new Talk(desk, { serverPort: desk.wish.serverPort ?? 80 }).open()
      const body = `<!DOCTYPE html><title>Exercise</title><p>${saying(desk).replace(/\0/g, '')}</p>\n`
      const length = text(body).length
      const head = `HTTP/1.1 200 OK\r\nServer: exercise\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${length}\r\n`
      t.client('PSH ACK', {
        data: 'GET /index.html HTTP/1.1\r\nHost: www.example\r\nUser-Agent: forge\r\nAccept: */*\r\n\r\n',
      })
      t.server('ACK')
        .server('PSH ACK', { data: `${head}Connection: keep-alive\r\n\r\n${body}`, wait: 0.02 })
        .client('ACK')
      t.client('PSH ACK', {
        data: 'GET /missing HTTP/1.1\r\nHost: www.example\r\nConnection: close\r\n\r\n',
        wait: 0.5,
      })
      t.server('PSH ACK', {
        data: 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
        wait: 0.02,
      })
      t.client('ACK').close()
    },
  },
]
