#!/usr/bin/env node
/** `wirelens`: the command line. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from './kept-code.mjs'

load(join(dirname(fileURLToPath(import.meta.url)), 'program.cjs')).run()
