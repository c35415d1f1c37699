#!/usr/bin/env node
/** `wirelens`: the command line. */
import { main } from './main'

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
