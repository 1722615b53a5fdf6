import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, folder, outcomeOf, quick, served } from '../src/cli/cli.test-data.ts'

// The recipe of the image is tried as far as that goes without an image: its lines run in a folder that stands in for
// the root of the file system, and its program runs as a user who owns nothing there but the reports.

const root = join(import.meta.dirname, '..')

interface Instruction {
  readonly word: string
  readonly rest: string
}

/** The instructions of a recipe, comments left out and lines that go on joined. */
function instructions(recipe: string): Instruction[] {
  return recipe
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim())!
      return { word, rest }
    })
}

interface Ended {
  readonly code: number | null
  readonly output: string
}

/** In an image the user `node` has this number. */
const node = 1000
const isRoot = process.getuid?.() === 0

interface Where {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Run by the user of the image, where this one may become another. */
  readonly asUser?: boolean
}

function run([program = '', ...args]: readonly string[], { cwd, env, asUser = false }: Where): Promise<Ended> {
  const user = asUser && isRoot ? { uid: node, gid: node } : {}
  const child = spawn(program, args, { cwd, env, ...user, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** A `chown` that needs no user called `node`. Only root may give files away: for others it does nothing. */
async function ownership(into: string): Promise<void> {
  const change = `exec /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chown "$(echo "$1" | sed s/node/${node}/g)" "$2"`
  await writeFile(join(into, 'chown'), `#!/bin/sh\n${isRoot ? change : 'exit 0'}\n`)
  await chmod(join(into, 'chown'), 0o755)
}

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/

test('the lines of the image recipe make an image that judges', { timeout: 300_000 }, async ({ skip }) => {
  const recipe = instructions(readFileSync(join(root, 'examples', 'Dockerfile'), 'utf8'))
  const of = (word: string) => recipe.filter((one) => one.word === word).map(({ rest }) => rest)
  const image = await folder()
  const [packed, tools] = [await folder(), await folder()]
  for (const path of [image, tools]) await chmod(path, 0o755)
  await ownership(tools)
  /** Paths of the image, in the folder that stands in for its root. */
  const inImage = (text: string) => text.replace(/(^|[\s=])\/(?=[a-z])/g, (_, before) => `${before}${image}/`)
  const path = [join(image, 'usr', 'local', 'bin'), tools, process.env['PATH']].join(':')

  const npm = { ...process.env, npm_config_update_notifier: 'false' } as Record<string, string>
  const tarball = await run(['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', packed], {
    cwd: root,
    env: npm,
  })
  expect(tarball.code, tarball.output).toBe(0)
  const version = `file:${join(packed, tarball.output.trim().split('\n').at(-1)!)}`
  expect(of('ARG')).toEqual(['VERSION=latest'])
  // The recipe cleans the cache of npm: it gets a cache of its own, so that the one of this machine stays.
  const own = { npm_config_prefix: join(image, 'usr', 'local'), npm_config_cache: await folder(), VERSION: version }
  await mkdir(own.npm_config_prefix, { recursive: true })
  expect(of('RUN').length).toBeGreaterThan(1)
  for (const line of of('RUN')) {
    const ended = await run(['sh', '-e', '-c', inImage(line)], { cwd: image, env: { ...npm, ...own, PATH: path } })
    if (ended.code !== 0 && offline.test(ended.output)) return skip('there is no package registry to install from')
    expect(ended.code, ended.output).toBe(0)
  }

  const env = Object.fromEntries(
    of('ENV').flatMap((line) =>
      inImage(line)
        .split(/\s+/)
        .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  )
  const where = { cwd: inImage(of('WORKDIR')[0]!), env: { ...env, PATH: path, HOME: '/nowhere' }, asUser: true }
  const entry = JSON.parse(of('ENTRYPOINT')[0]!) as string[]
  const help = await run([...entry, ...(JSON.parse(of('CMD')[0]!) as string[])], where)
  expect(help.code, help.output).toBe(0)
  expect(help.output).toContain('Usage: oci-referee')

  const before = await filesIn(image)
  const { url } = await served({ faults: ['filter-header-missing'] })
  const judged = await run(
    [...entry, url, '--only', 'referrers/filter-header', '--format', 'html,json', ...quick],
    where,
  )
  expect(judged.code, judged.output).toBe(1)
  expect(judged.output).toContain('does not conform')
  expect((await outcomeOf({ cwd: image }, 'reports')).findings).toHaveLength(1)
  // It wrote its reports, and nothing else.
  const after = await filesIn(image)
  expect(after.filter((file) => !before.includes(file) && !file.startsWith('reports/'))).toEqual([])
})
