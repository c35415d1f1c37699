import text from './vendor-table.txt?raw'

/** The IEEE's registry as build/names.mjs writes it. The command line has it in a file of its own, which it reads now (build/vite.node.config.ts). */
export const vendorTable = (): string => text
