import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder for one test, with these files in it: a text as it is, anything else as JSON. */
export async function home(files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-home-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** A PATH on which `docker-credential-NAME` is a shell script with these lines. */
export async function withHelper(name: string, lines: string): Promise<string> {
  const folder = await home({ [`docker-credential-${name}`]: `#!/bin/sh\n${lines}\n` })
  await chmod(join(folder, `docker-credential-${name}`), 0o755)
  return `${folder}${delimiter}/usr/bin${delimiter}/bin`
}

/** The `auth` of an entry. */
export function authOf(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64')
}
