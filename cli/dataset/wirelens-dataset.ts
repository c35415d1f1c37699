/** The program behind `wirelens dataset` and `wirelens query`: apart from the command line, which starts faster without it. */
import { Refused } from '../../engine/refused'
import { exitCode, exitCodeOf } from '../exit-codes'
import { OutputClosed, say } from '../output'
import { safe } from '../terminal-text'
import { dataset } from './dataset'
import { query } from './query'
import { work } from './worker'

const [command, ...args] = process.argv.slice(2)
if (command === '--worker' && process.send) work()
else {
  const run = command === 'query' ? query : dataset
  run(args).then(
    (code) => process.exit(code),
    (error: unknown) => {
      if (error instanceof OutputClosed) process.exit(exitCode.file)
      if (!(error instanceof Refused)) throw error
      const lines = (text: string): string => text.split('\n').map(safe).join('\n')
      say(`wirelens: ${lines(error.message)}${error.hint ? `\n${lines(error.hint)}` : ''}`)
      process.exit(exitCodeOf(error))
    },
  )
}
