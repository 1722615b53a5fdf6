import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMain } from './main-module.ts'

interface Lock {
  readonly packages: Record<string, { dev?: boolean; devOptional?: boolean; devDependencies?: object }>
}

/**
 * The bill of materials of the package, as SPDX: what its users get. `npm sbom --omit dev` leaves out what is also a
 * peer of something that only we need, vitest among it, so that npm is shown a project without any of that.
 * @param root folder of package.json and package-lock.json
 * @example JSON.parse(sbom('.')).packages.length
 */
export function sbom(root: string): string {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))
  const { devDependencies: _, ...own } = read('package.json') as Record<string, unknown>
  const lock = read('package-lock.json') as Lock
  const packages = Object.entries(lock.packages).filter(([, { dev, devOptional }]) => !dev && !devOptional)
  const production = Object.fromEntries(packages.map(([path, { devDependencies: __, ...rest }]) => [path, rest]))
  const folder = mkdtempSync(join(tmpdir(), 'oci-referee-sbom-'))
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(own))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: production }))
    return execFileSync('npm', ['sbom', '--sbom-format', 'spdx', '--package-lock-only'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// Compiled, this file lies in dist/scripts.
if (isMain(import.meta.url)) process.stdout.write(sbom(join(import.meta.dirname, '..', '..')))
