import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import { notebook, sessionOver, throughFetch } from '../check/in-process.test-data.ts'
import { Repository } from '../check/repository.ts'
import { authority, hasOpenssl } from '../client/certificates.test-data.ts'
import { outcomeJson } from '../report/json.ts'
import { sample } from '../report/sample-outcome.test-data.ts'
import { cli, filesIn, folder, idsWith, outcomeOf, quick, served, start } from './cli.test-data.ts'
import { commandNames } from './commands/index.ts'
import { blocks, documents, root } from './documents.test-data.ts'
import { expectationsIn } from './settings/expectations-file.ts'

const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')

const ca = hasOpenssl() ? authority() : undefined
const me = ca?.issue('me')
/** The files that documented commands name, where they can be made. */
const certificates = ca && me && { 'ca.pem': ca.cert, 'me.pem': me.cert, 'me.key': me.key }

/** The words of each documented call of the tool, quotes and comments taken off. */
function calls(markdown: string): string[][] {
  return blocks(markdown, 'sh')
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').replace(/^npx /, ''))
    .filter((line) => line.startsWith('oci-referee'))
    .map((line) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!).slice(1))
}

interface Redirected {
  readonly words: readonly string[]
  /** The file that it reads from standard input. */
  readonly from?: string
  /** The file that its output goes to. */
  readonly into?: string
}

/** A call without what the shell makes of it. */
function redirected(call: readonly string[]): Redirected {
  const at = call.findIndex((word) => word === '<' || word === '>')
  if (at < 0) return { words: call }
  return { words: call.slice(0, at), [call[at] === '<' ? 'from' : 'into']: call[at + 1]! }
}

/** All that is documented by hand. */
const documented = [...documents.values()].join('\n')

/** The documented YAML file of a name: it stands in the first line. */
function yamlOf(name: string): string {
  return blocks(documented, 'yaml').find((block) => block.startsWith(`# ${name}`))!
}

/** Options that choose what is judged, or judge nothing that can be chosen. */
const choosing = ['--only', '--read-only', '--upgrade-seed']

/**
 * A documented call with the registry of a test in place of the documented one, and shorter waits. Of several runs that
 * differ in how they reach the registry, one judges everything, and the others a few checks.
 */
function adapted(words: readonly string[], url: string): string[] {
  const shorter: Readonly<Record<string, string>> = {
    '10m': '1s',
    '1h': '1s',
    '2m': '2s',
    '1000,10000': '50',
    100: '2',
    20: '2000',
  }
  const isRun = !commandNames.includes(words[0]!)
  return [
    ...words.map((word) =>
      /^(http:\/\/)?localhost:5000$|^https:\/\/registry\.example$/.test(word) ? url : (shorter[word] ?? word),
    ),
    ...(isRun && words.length > 1 && !words.some((word) => choosing.includes(word)) ? ['--only', 'tags,upgrade'] : []),
  ]
}

/** Writes the files that documented commands read. */
async function writeFiles(cwd: string): Promise<void> {
  const files = {
    'spec.md': '## Trains\n\nA train MUST stop at each station.\n',
    'v1.1.1.md': '## Trains\n\nA train SHOULD stop at each station.\n',
    'proposal.md': '## Trains\n\nA train MUST stop at each station, and whistle.\n',
    'auth.json': '{"auths": {}}',
    'password.txt': 'secret\n',
    'users.yaml': yamlOf('users.yaml'),
    ...certificates,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  for (const day of ['yesterday', 'today']) {
    await mkdir(join(cwd, day))
    await writeFile(join(cwd, day, 'outcome.json'), outcomeJson(sample))
  }
  const published = join('reports', 'published')
  await mkdir(join(cwd, published), { recursive: true })
  const name = join(published, 'sgtsilvio-oci-registry.json')
  await cp(join(root, name), join(cwd, name))
}

test('each documented command does what it says', { timeout: 400_000 }, async () => {
  const lines = calls(documented)
  expect(lines.length).toBeGreaterThan(40)
  const { registry, url } = await served()
  const there = new Repository(sessionOver(throughFetch(registry.fetch)), 'team/app', notebook())
  await there.push(new Maker('readme', 'there before').image(), { tag: 'v1' })
  // One folder for all: what --upgrade-seed writes is read by --upgrade-verify.
  const cwd = await folder()
  await writeFiles(cwd)
  // The history that is played again is one that was met on a registry that is mended since.
  const { url: broken } = await served({ faults: ['delete-takes-blobs-in-use', 'filter-header-missing'] })
  const met = await cli(['explore', broken, '--runs', '12', '--steps', '8', '--seed', 'b', '--settle', '100ms'], {
    cwd,
  })
  expect(met.code).toBe(1)
  const ran = new Set<string>()
  for (const line of lines) {
    const { words, from, into } = redirected(line)
    const run = adapted(words, url)
    const command = run.join(' ')
    if (ran.has(command) || (!certificates && words.includes('--cert'))) continue
    ran.add(command)
    if (words[0] === 'serve') {
      const running = await start([...words.filter((word) => !/^(--port|5000)$/.test(word)), '--port', '0'], { cwd })
      await running.printed('serving the reference registry on http://127.0.0.1:')
      running.child.kill('SIGINT')
      expect((await running.ended).code, command).toBe(0)
      continue
    }
    if (words[0] === 'view') {
      const running = await start([...words, '--no-open'], { cwd })
      await running.printed('the report is at http://127.0.0.1:')
      running.child.kill('SIGINT')
      expect((await running.ended).code, command).toBe(0)
      continue
    }
    // A script is printed of a run that met the finding.
    if (words[0] === 'repro') await cli([broken, '--only', words[1]!, ...quick], { cwd })
    const input = from === undefined ? {} : { input: await readFile(join(cwd, from), 'utf8') }
    const { code, stdout, stderr } = await cli(run, { cwd, ...input })
    if (into !== undefined) await writeFile(join(cwd, into), stdout)
    expect([code, stderr.split('\n').filter((line) => line.startsWith('oci-referee:'))], command).toEqual([0, []])
  }
  // What --upgrade-seed wrote is gone with what it was about.
  const written = await filesIn(join(cwd, 'reports'))
  expect(written).toEqual(
    expect.arrayContaining([
      'badge.svg',
      'explore/1.history.json',
      'junit.xml',
      'load.json',
      'outcome.json',
      'retention.json',
      'summary.md',
    ]),
  )
  expect(written.filter((name) => name.includes('upgrade'))).toEqual([])
})

test('every guide is linked from the README', () => {
  expect(
    [...documents.keys()].filter((path) => path !== 'README.md' && !documents.get('README.md')!.includes(path)),
  ).toEqual([])
})

test('the documented users and identities fit together', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  const users = yamlOf('users.yaml').replace(
    'anonymous:',
    '  reader: { password: three, rights: { team/image: [pull] } }\nanonymous:',
  )
  await writeFile(join(cwd, 'users.yaml'), users)
  await writeFile(join(cwd, 'oci-referee.yaml'), yamlOf('oci-referee.yaml'))
  const serving = await start(['serve', '--users', 'users.yaml', '--port', '0'], { cwd })
  let printed = ''
  serving.child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  await serving.printed('Ctrl-C ends it')
  const env = { OCI_REFEREE_PASSWORD: 'one', OCI_REFEREE_PASSWORD_VENDOR: 'two', READER_TOKEN: 'three' }
  const ran = await cli([/http:\/\/\S+/.exec(printed)![0], '--only', 'access', ...quick], { cwd, env })
  expect(ran.code, ran.stdout).toBe(0)
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'pass').length).toBeGreaterThanOrEqual(39)
  // Anonymous may read something, so /v2/ is open to everybody and no password is needed there.
  expect(idsWith(outcome, 'skip')).toEqual(['access/token-reach', 'access/wrong-password-no-login'])
})

test('the documented known failures can be read', async () => {
  const file = join(await folder(), 'expected.yaml')
  await writeFile(file, yamlOf('expected.yaml'))
  expect(await expectationsIn(file)).toMatchObject([{ id: 'referrers/filter-header', until: '2999-12-31' }])
})

test('the report command makes the documented reports again', { timeout: 60_000 }, async () => {
  expect(documented).toContain('oci-referee report outcome.json --format junit,markdown')
  const { url } = await served()
  const { cwd } = await cli([url, '--only', 'blobs', '--reports-dir', '.'])
  const ran = await cli(['report', 'outcome.json', '--format', 'junit,markdown'], { cwd })
  expect(ran.code).toBe(0)
  expect(await filesIn(join(cwd, 'reports'))).toEqual(['junit.xml', 'summary.md'])
})

test('the library snippet runs', { timeout: 60_000 }, async () => {
  const [snippet] = blocks(documented, 'js')
  // Inside the package, its own name resolves to itself.
  const inside = await mkdtemp(join(root, 'dist', 'readme-'))
  onTestFinished(() => rm(inside, { recursive: true, force: true }))
  await writeFile(join(inside, 'snippet.js'), snippet!)
  const { stdout } = await promisify(execFile)(process.execPath, [join(inside, 'snippet.js')])
  expect(stdout).toMatch(/^0 <\?xml/)
})

test('each documented npm script exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const named = [...`${documented}\n${contributing}`.matchAll(/npm (?:run ([a-z-]+)|(start|test))/g)].map(
    (match) => match[1] ?? match[2]!,
  )
  expect(named.length).toBeGreaterThan(8)
  for (const name of named) expect(Object.keys(scripts)).toContain(name)
})
