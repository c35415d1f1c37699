// The types of build.mjs, which is plain JavaScript because the launcher runs it before anything is installed.
export interface BuildResult {
  state: 'built' | 'fresh' | 'missing-compiler' | 'failed'
  path: string
  message: string
}
export function buildHelper(options?: { force?: boolean; target?: 'linux' | 'win32' }): BuildResult
