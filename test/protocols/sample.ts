// Sample packets of a protocol. Files named NAME.sample.ts beside this one export `samples: Samples`; samples.test.ts finds and tests them.

/**
 * Each sample is a small capture of its own, by title: its link type and its packets, captured a second apart. `notAsTshark`: packets (the first
 * is 1) whose row differs from tshark's on purpose, each with the reason.
 */
export type Samples = Readonly<
  Record<
    string,
    readonly [
      linkType: number,
      packets: readonly Uint8Array[],
      options?: { readonly notAsTshark?: Readonly<Record<number, string>> },
    ]
  >
>
