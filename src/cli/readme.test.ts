import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
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
import { expectationsIn } from './settings/expectations-file.ts'

const root = join(import.meta.dirname, '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')

const ca = hasOpenssl() ? authority() : undefined
const me = ca?.issue('me')
/** The files that documented commands name, where they can be made. */
const certificates = ca && me && { 'ca.pem': ca.cert, 'me.pem': me.cert, 'me.key': me.key }

/** The code blocks of a language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!)
}

/** The words of each documented call of the tool, quotes and comments taken off. */
function calls(markdown: string): string[][] {
  return blocks(markdown, 'sh')
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').replace(/^npx /, ''))
    .filter((line) => line.startsWith('oci-referee'))
    .map((line) => [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!).slice(1))
}

/** The documented YAML file of a name: it stands in the first line. */
function yamlOf(name: string): string {
  return blocks(readme, 'yaml').find((block) => block.startsWith(`# ${name}`))!
}

/** A documented call with the registry of a test in place of the documented one, and shorter waits. */
function adapted(words: readonly string[], url: string): string[] {
  const shorter: Readonly<Record<string, string>> = {
    '10m': '1s',
    '1h': '1s',
    '2m': '2s',
    '1000,10000': '50',
    100: '2',
    20: '2000',
  }
  return words.map((word) =>
    /^(http:\/\/)?localhost:5000$|^https:\/\/registry\.example$/.test(word) ? url : (shorter[word] ?? word),
  )
}

/** A call and the file that its output goes to. */
function redirected(words: readonly string[]): [call: readonly string[], file: string | undefined] {
  const at = words.indexOf('>')
  return at === -1 ? [words, undefined] : [words.slice(0, at), words[at + 1]]
}

test('each documented command does what it says', { timeout: 400_000 }, async () => {
  const documented = calls(readme)
  expect(documented.length).toBeGreaterThan(8)
  const { registry, url } = await served()
  const there = new Repository(sessionOver(throughFetch(registry.fetch)), 'team/app', notebook())
  await there.push(new Maker('readme', 'there before').image(), { tag: 'v1' })
  // One folder for all: what --upgrade-seed writes is read by --upgrade-verify.
  const cwd = await folder()
  await writeFile(join(cwd, 'spec.md'), '## Trains\n\nA train MUST stop at each station.\n')
  await writeFile(join(cwd, 'v1.1.1.md'), '## Trains\n\nA train SHOULD stop at each station.\n')
  await writeFile(join(cwd, 'auth.json'), '{"auths": {}}')
  for (const [name, pem] of Object.entries(certificates ?? {})) await writeFile(join(cwd, name), pem)
  await writeFile(join(cwd, 'users.yaml'), yamlOf('users.yaml'))
  for (const day of ['yesterday', 'today']) {
    await mkdir(join(cwd, day))
    await writeFile(join(cwd, day, 'outcome.json'), outcomeJson(sample))
  }
  // The history that is played again is one that was met on a registry that is mended since.
  const { url: broken } = await served({ faults: ['delete-takes-blobs-in-use'] })
  const met = await cli(['explore', broken, '--runs', '12', '--steps', '8', '--seed', 'b', '--settle', '100ms'], {
    cwd,
  })
  expect(met.code).toBe(1)
  for (const words of documented) {
    const said = words.join(' ')
    if (!certificates && words.includes('--cert')) continue
    if (words[0] === 'serve') {
      const running = await start([...words, '--port', '0'], { cwd })
      await running.printed('serving the reference registry on http://127.0.0.1:')
      running.child.kill('SIGINT')
      expect((await running.ended).code, said).toBe(0)
      continue
    }
    if (words[0] === 'view') {
      const running = await start([...words, '--no-open'], { cwd })
      await running.printed('the report is at http://127.0.0.1:')
      running.child.kill('SIGINT')
      expect((await running.ended).code, said).toBe(0)
      continue
    }
    const [asked, into] = redirected(adapted(words, url))
    const ran = await cli(asked, { cwd })
    if (into !== undefined) await writeFile(join(cwd, into), ran.stdout)
    // A registry that has the API although it is said not to claim it answers OCI-Subject, which is found.
    expect([ran.code, ran.stderr.split('\n').filter((line) => line.startsWith('oci-referee:'))], said).toEqual([
      words.includes('referrers=no') ? 1 : 0,
      [],
    ])
  }
  // What --upgrade-seed wrote is gone with what it was about.
  expect(await filesIn(join(cwd, 'reports'))).toEqual([
    'explore/1.history.json',
    'junit.xml',
    'load.json',
    'load.svg',
    'outcome.json',
    'retention.json',
  ])
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
  expect(readme).toContain('oci-referee report outcome.json --format junit,markdown')
  const { url } = await served()
  const { cwd } = await cli([url, '--only', 'blobs', '--reports-dir', '.'])
  const ran = await cli(['report', 'outcome.json', '--format', 'junit,markdown'], { cwd })
  expect(ran.code).toBe(0)
  expect(await filesIn(join(cwd, 'reports'))).toEqual(['junit.xml', 'summary.md'])
})

test('the library snippet runs', { timeout: 60_000 }, async () => {
  const [snippet] = blocks(readme, 'js')
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
  const named = [...`${readme}\n${contributing}`.matchAll(/npm (?:run ([a-z-]+)|(start|test))/g)].map(
    (match) => match[1] ?? match[2]!,
  )
  expect(named.length).toBeGreaterThan(8)
  for (const name of named) expect(Object.keys(scripts)).toContain(name)
})
