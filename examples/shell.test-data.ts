import { spawn } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folder, main } from '../src/cli/cli.test-data.ts'

// Test material: steps of pipelines as processes. Nothing but tests imports it.

/** Settings of the tool that make a run short, as variables. */
export const quickly = { OCI_REFEREE_SETTLE: '300ms', OCI_REFEREE_TIMEOUT: '5s' } as const

export interface Step {
  readonly code: number | null
  readonly output: string
}

/** A folder of programs that stand in for what an image has: this tool, and npx that starts it. */
async function programs(): Promise<string> {
  const bin = await folder()
  const start = `exec '${process.execPath}' '${main}' "$@"`
  const scripts = {
    'oci-referee': `#!/bin/sh\n${start}\n`,
    npx: `#!/bin/sh\n[ "$1" = --yes ] && shift\ncase "$1" in oci-referee|oci-referee@*) shift ;; *) exit 9 ;; esac\n${start}\n`,
  }
  await mkdir(bin, { recursive: true })
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(join(bin, name), text)
    await chmod(join(bin, name), 0o755)
  }
  return bin
}

let bin: Promise<string> | undefined

/**
 * Runs the script of a step to its end.
 * @param env besides the search path: nothing of the environment of the tests is passed on
 */
export async function step(
  script: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
  shell: readonly string[] = ['bash', '-e', '-o', 'pipefail', '-c'],
): Promise<Step> {
  bin ??= programs()
  const [program, ...args] = [...shell, script]
  const child = spawn(program!, args, {
    cwd,
    env: { PATH: `${await bin}:${process.env['PATH'] ?? ''}`, ...quickly, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output }))
  })
}
