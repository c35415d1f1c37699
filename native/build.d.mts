// The types of build.mjs, which is plain JavaScript because the launcher runs it before anything is installed.
export interface BuildResult {
  status: 'built' | 'fresh' | 'missing-compiler'
  path: string
  message: string
}
/** Throws with the compiler's words when it does not compile. */
export function buildHelper(options?: { force?: boolean; target?: 'linux' | 'win32' }): BuildResult
