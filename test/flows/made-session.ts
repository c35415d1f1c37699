// Opens a made capture, or a file, as an indexed session for tests; it is closed and gone afterwards.
import { Session } from '../../engine/session/session'
import type { OpenOptions } from '../../engine/session/session'
import type { CaptureBuilder } from '../support/packet-builder'
import { withFile } from './tcp-run'

export async function withSession<T>(
  path: string,
  use: (session: Session) => Promise<T> | T,
  options: OpenOptions = {},
): Promise<T> {
  const session = await Session.open(path, options)
  try {
    await session.opened.whole
    while (!session.stepSync());
    return await use(session)
  } finally {
    session.close()
  }
}

export const withMade = <T>(
  made: CaptureBuilder,
  use: (session: Session) => Promise<T> | T,
  options: OpenOptions = {},
): Promise<T> => withFile(made, (path) => withSession(path, use, options))
