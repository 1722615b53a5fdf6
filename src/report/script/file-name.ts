/** Folder, below that of the reports, in which scripts lie. */
export const scriptsFolder = 'repro'

/** The name of a script's file without its ending: safe in every file system. */
export function scriptName(id: string): string {
  return id
    .replaceAll('/', '-')
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^[.-]+/, '')
}
