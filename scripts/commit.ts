import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Compiled, this file lies in dist/scripts: what is built names the commit that it was built from, where there is one.
const dist = join(import.meta.dirname, '..')
const file = join(dist, 'commit')
const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: dist, encoding: 'utf8' })
if (status === 0) writeFileSync(file, stdout)
else rmSync(file, { force: true })
