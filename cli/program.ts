/** The program that `wirelens` starts (cli/wirelens.ts). */
import { main } from './main'

void main(process.argv.slice(2)).then((code) => {
  // Output has been written by now; what could still hold the process (a pipe on standard input) is not waited for.
  process.exit(code)
})
