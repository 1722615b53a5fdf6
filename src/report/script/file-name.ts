/** Folder, below that of the reports, in which scripts lie. */
export const scriptsFolder = 'repro'

/** Whether an outcome, which may come from anywhere, names a script in that folder. */
export function isScriptPath(path: string): boolean {
  return /^repro\/[A-Za-z0-9._-]+\.sh$/.test(path)
}

/** The name of a script's file without its ending: safe in every file system. */
export function scriptName(id: string): string {
  return id
    .replaceAll('/', '-')
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^[.-]+/, '')
}
