import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Whether the module with this `import.meta.url` is the one that Node was asked to run, not one that was imported. */
export function isMain(moduleUrl: string, started = process.argv[1]): boolean {
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl)
}
