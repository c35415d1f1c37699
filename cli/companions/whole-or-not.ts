/** Writes a file that is whole or not there: what was begun is gone when something fails, or a signal ends the program. */
import { exitCode } from '../exit-codes'
import { onSignal } from '../temporary'

export async function wholeOrNot(write: () => Promise<void>, abandon: () => Promise<void>): Promise<void> {
  const release = onSignal((code) => {
    void abandon().finally(() => process.exit(code || exitCode.usage))
  })
  try {
    await write()
  } catch (error) {
    await abandon()
    throw error
  } finally {
    release()
  }
}
