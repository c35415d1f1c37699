/** MessagePack frames to and from a window. Lists of numbers keep their type: MessagePack itself knows only bytes. */
import { checkDepth } from './frame-depth'
import { decode as unpack, encode as pack, ExtensionCodec } from '@msgpack/msgpack'

/** Extension type of a Float64Array; renderer/client/web-socket.ts knows the same number. */
const float64 = 1

const codec = new ExtensionCodec()
codec.register({
  type: float64,
  encode: (value) =>
    value instanceof Float64Array ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
  decode: (data) => new Float64Array(data.slice().buffer),
})

export const encode = (message: unknown): Uint8Array => pack(message, { extensionCodec: codec, ignoreUndefined: true })
/** Throws for what is no frame, or one that nests deeper than any call. */
export function decode(frame: Uint8Array): unknown {
  checkDepth(frame)
  return unpack(frame, { extensionCodec: codec })
}
