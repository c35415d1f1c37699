// For TypeScript: AssemblyScript's number types in the files that both languages read (layout.ts, tcp-words.ts), and what build/assembly.mjs makes of the rest.
declare type i32 = number
declare type u32 = number
declare module '*?assembly' {
  /** The compiled module, in base64. */
  export const code: string
}
