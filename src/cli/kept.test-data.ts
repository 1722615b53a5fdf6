import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { type CliOptions, folder } from './cli.test-data.ts'

/** An environment whose home holds one file, as docker or podman would keep it there. */
export async function homeWith(file: string, content: unknown): Promise<CliOptions & { readonly home: string }> {
  const home = await folder()
  await mkdir(dirname(join(home, file)), { recursive: true })
  await writeFile(join(home, file), typeof content === 'string' ? content : JSON.stringify(content))
  return { home, env: { HOME: home } }
}

/** The same, with `docker-credential-NAME` on the PATH: a shell script with these lines. */
export async function withHelper(options: Awaited<ReturnType<typeof homeWith>>, name: string, lines: string) {
  const program = join(options.home, 'bin', `docker-credential-${name}`)
  await mkdir(dirname(program), { recursive: true })
  await writeFile(program, `#!/bin/sh\n${lines}\n`)
  await chmod(program, 0o755)
  return { ...options, env: { ...options.env, PATH: [dirname(program), process.env['PATH']].join(delimiter) } }
}
