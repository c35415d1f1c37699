// `node build/keep-code.mjs PROGRAM ARGUMENTS…`: runs a program once, and keeps the code that V8 made of it (cli/kept-code.mjs).
import { load } from '../cli/kept-code.mjs'

const [path] = process.argv.splice(2, 1)
const program = load(path)
process.on('exit', (code) => {
  if (code === 0) program.keep()
})
program.run()
