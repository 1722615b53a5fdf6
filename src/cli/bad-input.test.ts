import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatNames } from '../report/index.ts'
import { type CliOptions, cli, filesIn, folder, linesOf } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'

/** A registry that is never asked: whatever is wrong is said before. */
const unasked = 'http://127.0.0.1:1'

/** Runs the tool and expects wrong usage: one line on standard error, no report, exit code 2. */
async function refused(args: readonly string[], options: CliOptions = {}): Promise<string> {
  const before = options.cwd === undefined ? [] : await filesIn(options.cwd)
  const { code, stdout, stderr, cwd } = await cli(args, options)
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
  expect(linesOf(stderr)).toHaveLength(1)
  expect(stderr).toMatch(/^oci-referee: .+\n$/)
  expect(stderr).not.toMatch(/\bat .*\.(js|ts):\d+|internal error|TypeError/)
  expect(await filesIn(cwd)).toEqual(before)
  return stderr.replace(/^oci-referee: |\n$/g, '')
}

const cases: readonly [what: string, args: readonly string[], says: string, env?: Record<string, string>][] = [
  ['no registry to load', ['load'], 'name a registry, such as localhost:5000; `oci-referee serve` starts'],
  ['no registry', [], 'name a registry, as in `oci-referee http://localhost:5000`, or judge the embedded one'],
  ['a path after the host', ['registry.invalid/team/app'], 'name the host alone, repositories with --repo'],
  ['another scheme', ['ftp://registry.invalid'], 'ftp:// cannot be asked'],
  ['no address', ['http://a b'], 'is no address of a registry'],
  ['a query', ['http://registry.invalid?x=1'], 'name the host alone'],
  ['two registries', ['a.invalid', 'b.invalid'], 'one registry at a time (see --help)'],
  ['a mistyped command after a registry', ['a.invalid', 'explian'], 'did you mean the command explain?'],
  ['an unknown option that is near a known one', [unasked, '--onyl', 'x'], "'--onyl'; did you mean --only?"],
  ['an unknown option', [unasked, '--frobnicate-all-of-it'], "'--frobnicate-all-of-it' (see --help)"],
  ['an option without its value', [unasked, '--only'], "option '--only <ids>' argument missing (see --help)"],
  ['a mistyped command', ['serv'], 'there is no command serv; did you mean serve?'],
  [
    'an option before its command',
    ['--only', 'referrers', 'list'],
    'options of list go after it: oci-referee list --only',
  ],
  ['an option before its command, and an argument after it', ['-q', 'explain', 'x'], 'oci-referee explain --quiet'],
  ['an argument that a command does not take', ['list', 'referrers'], 'too many arguments. Expected 0'],
  ['a mistyped option of a command', ['list', '--jsn'], "'--jsn'; did you mean --json?"],
  ['an id that is nearly right', [unasked, '--only', 'referrers/listd'], 'did you mean referrers or referrers/listed'],
  ['an id that is nothing', [unasked, '--skip', 'zzzzzzzz'], '"zzzzzzzz"; see `oci-referee list`'],
  ['a glob that matches nothing', [unasked, '--only', 'nowhere/*'], '--only: no check is called "nowhere/*"'],
  ['nothing left', [unasked, '--only', 'referrers/listed', '--skip', 'referrers'], 'no check is selected'],
  ['a time without unit', [unasked, '--settle', '300'], '--settle: "300" is not a time such as 500ms, 10s'],
  ['an empty value', [unasked, '--settle='], '--settle: "" is not a value: it is empty'],
  ['a number that is none', [unasked, '--concurrency', 'many'], '--concurrency: "many" is not a whole number'],
  ['zero', [unasked, '--concurrency', '0'], '--concurrency: "0" is not a whole number from 1 to 9999'],
  ['an unknown version', [unasked, '--spec', '2.0'], '--spec: "2.0" is not one of 1.0, 1.1.0, 1.1.1, main'],
  [
    'an unknown report',
    [unasked, '--format', 'junit,pdf'],
    `--format: "pdf" is not one of ${formatNames.join(', ')}, none`,
  ],
  ['an unknown feature', [unasked, '--feature', 'refferrers=no'], '"refferrers" is unknown; did you mean referrers?'],
  ['a feature without answer', [unasked, '--feature', 'referrers'], 'say referrers=yes or referrers=no'],
  ['a feature with another response', [unasked, '--feature', 'referrers=maybe'], 'say referrers=yes or referrers=no'],
  ['a repository in capitals', [unasked, '--repo', 'Team/App'], '--repo: "Team/App" is no repository name'],
  ['a repository with a tag', [unasked, '--alt-repo', 'a:b'], '--alt-repo: "a:b" is no repository name'],
  ['a very long repository', [unasked, '--repo', 'a'.repeat(181)], '--repo: the name has 181 characters, at most 180'],
  ['one repository twice', [unasked, '--repo', 'a/b', '--alt-repo', 'a/b'], '--repo and --alt-repo must differ'],
  ['a very long seed', [unasked, '--seed', 's'.repeat(65)], '--seed: at most 64 characters'],
  ['a user without password', [unasked, '--username', 'me'], '--username needs a password: use --password-stdin'],
  ['a missing certificate', [unasked, '--ca', 'missing.pem'], '--ca: missing.pem cannot be read (ENOENT)'],
  ['a certificate without a key', [unasked, '--cert', 'me.pem'], '--cert needs its private key: --key FILE'],
  [
    'a key without a certificate',
    [unasked, '--key', 'me.key'],
    '--key needs the certificate that it belongs to: --cert',
  ],
  [
    'a missing certificate of our own',
    [unasked, '--cert', 'me.pem', '--key', 'me.key'],
    '--cert: me.pem cannot be read (ENOENT)',
  ],
  ['no requests at all', [unasked, '--rps', '0'], '--rps: "0" is not a whole number from 1 to 9999'],
  [
    'a proxy of another kind',
    ['registry.invalid'],
    'HTTPS_PROXY or ALL_PROXY: no address of a proxy that can be used: write http://host:port or https://host:port',
    { ALL_PROXY: 'socks5://me:s3cr3t@proxy.invalid' },
  ],
  [
    'a variable that names no check',
    [unasked],
    '--only: no check is called "nonsense"; see `oci-referee list` (from OCI_REFEREE_ONLY)',
    { OCI_REFEREE_ONLY: 'nonsense' },
  ],
  [
    'a variable that the command line overrules',
    [unasked, '--only', 'nonsense'],
    'see `oci-referee list`',
    { OCI_REFEREE_ONLY: 'tags' },
  ],
  ['two ways to print', [unasked, '--quiet', '--verbose'], '--quiet and --verbose exclude each other'],
  ['two modes', [unasked, '--resume', '--upgrade-seed'], '--upgrade-seed and --resume exclude each other'],
  ['two targets', [unasked, '--embedded'], '--embedded judges the embedded registry: name no other one'],
  ['a part that is none', [unasked, '--seed', 's', '--shard', '4/3'], '--shard: "4/3" is not a part such as 1/3, 2/3'],
  [
    'a part without its seed',
    [unasked, '--shard', '1/3'],
    '--shard needs --seed: all parts of a run have the same one',
  ],
  [
    'parts that meet',
    [unasked, '--seed', 's', '--shard', '1/3', '--repo', 'a'],
    '--shard with --repo or --alt-repo: the parts of a run meet there, so say --allow-content',
  ],
  [
    'a part of what is not split',
    [unasked, '--seed', 's', '--shard', '1/3', '--upgrade-seed'],
    '--shard and --upgrade-seed exclude each other',
  ],
  [
    'more parts than an exploration has',
    ['explore', unasked, '--seed', 's', '--shard', '1/5'],
    '--shard: an exploration has no more than 4 parts',
  ],
  ['an exploration in parts without its seed', ['explore', unasked, '--shard', '1/2'], '--shard needs --seed'],
  [
    'a list that is too long',
    ['load', unasked, '--referrers', '10,1000000'],
    '--referrers: "1000000" is not a whole number from 10 to 50000',
  ],
  ['nothing at once', ['load', unasked, '--at-once', '0'], '--at-once: "0" is not a whole number from 1 to 1000'],
  ['nothing to merge', ['merge'], "missing required argument 'outcome' (see --help)"],
  ['help of no command', ['help', 'compar'], 'there is no command compar; did you mean compare?'],
  ['help of nothing', ['help', 'zzzzzzzz'], 'there is no command zzzzzzzz; see --help'],
  ['an area to explain', ['explain', 'tags'], 'tags is an area: `oci-referee list --only tags` has its checks'],
  ['a folder that has no outcome to merge', ['merge', 'src'], 'src/outcome.json cannot be read (ENOENT): a run writes'],
  [
    'a corpus in a file',
    ['explore', unasked, '--corpus', 'package.json'],
    '--corpus: package.json cannot be written to',
  ],
  ['a host of another machine', ['serve', '--host', 'registry.invalid'], '--host: registry.invalid is no address of'],
  [
    'an outcome that is none',
    ['report', 'package.json'],
    'its "format" is not "oci-referee/outcome/1"; give the outcome.json that a run writes',
  ],
  ['no known failures to update', ['expect', '--update'], 'a run writes it'],
  ['an outcome that is not there', ['merge', 'gone.json'], 'gone.json cannot be read (ENOENT)'],
  ['an unknown profile', [unasked, '--profile', 'pull,pusch'], '--profile: "pusch" is unknown; did you mean push'],
  ['a profile that is nothing', [unasked, '--profile', 'zzzz'], 'known: pull, push, discovery, management, referrers'],
  [
    'an unknown profile in the environment',
    [unasked],
    '--profile: "pul" is unknown; did you mean pull?',
    { OCI_REFEREE_PROFILE: 'pul' },
  ],
  [
    'a profile that leaves out what is selected',
    [unasked, '--profile', 'pull', '--only', 'referrers/filter-*'],
    'no check is selected',
  ],
  [
    'the tag schema with the API',
    [unasked, '--profile', 'tag-schema', '--feature', 'referrers=yes'],
    '--profile tag-schema and --feature referrers=yes exclude each other',
  ],
  [
    'the API without the API',
    [unasked, '--profile', 'referrers', '--feature', 'referrers=no'],
    '--profile referrers and --feature referrers=no exclude each other',
  ],
  [
    'read-only without content',
    [unasked, '--read-only'],
    '--read-only needs content to look at: name it with --existing',
  ],
  [
    'read-only profiles that need pushes',
    [unasked, '--read-only', '--existing', 'a:b', '--profile', 'pull,push,management'],
    '--read-only cannot judge push, management, which needs pushes: claim some of pull, discovery, referrers',
  ],
  [
    'read-only and a mode that writes',
    [unasked, '--read-only', '--existing', 'a:b', '--upgrade-seed'],
    '--read-only and --upgrade-seed exclude each other: that one writes',
  ],
  [
    'read-only and a watch',
    [unasked, '--read-only', '--existing', 'a:b', '--observe-retention', '1s'],
    '--read-only and --observe-retention exclude each other',
  ],
  ['content without tag and digest', [unasked, '--existing', 'team/app'], '"team/app" has no tag and no digest: write'],
  ['content without a name', [unasked, '--existing', ':tag'], '":tag" has no repository name before :'],
  ['content in capitals', [unasked, '--existing', 'Team:tag'], '"Team:tag" has no repository name before :'],
  ['content with an odd tag', [unasked, '--existing', 'a:b c'], '"a:b c" has no tag after the colon'],
  ['content without its tag', [unasked, '--existing', 'a:'], '"a:" has no tag after the colon'],
  ['content with a short digest', [unasked, '--existing', 'a@sha256:abc'], '"a@sha256:abc" has no digest after the @'],
  [
    'content with tag and digest',
    [unasked, '--existing', 'a:b@sha256:abc'],
    'has a tag and a digest: write repo:tag or',
  ],
  [
    'content with its host',
    ['registry.invalid', '--existing', 'registry.invalid/a/b:c'],
    '"registry.invalid/a/b:c" names the host as well: write a/b:c',
  ],
  [
    'nothing to go on with',
    [unasked, '--resume'],
    'retention.json cannot be read (ENOENT): run with --observe-retention',
  ],
  ['nothing to verify', [unasked, '--upgrade-verify'], 'upgrade.json cannot be read (ENOENT): run with --upgrade-seed'],
  [
    'a flag in the environment',
    [unasked],
    'OCI_REFEREE_STRICT: "perhaps" is not yes or no',
    { OCI_REFEREE_STRICT: 'perhaps' },
  ],
  [
    'a time in the environment',
    [unasked],
    'OCI_REFEREE_TIMEOUT: "soon" is not a time',
    { OCI_REFEREE_TIMEOUT: 'soon' },
  ],
  ['an unknown OCI_TLS', [unasked], 'OCI_TLS: "on" is not one of enabled, insecure, disabled', { OCI_TLS: 'on' }],
  ['an unknown OCI_VERSION', [unasked], 'OCI_VERSION: "2.0" is not one of', { OCI_VERSION: '2.0' }],
]

test.for(cases)('%s', async ([, args, says, env = {}]) => {
  const { code, line } = await gaveUp(args, env)
  expect(line).toContain(says)
  expect(code).toBe(2)
})

test('the process says it in one line and ends with 2', async () => {
  const some = new Set(['no registry', 'an unknown option', 'an id that is nearly right', 'a flag in the environment'])
  const shown = cases.filter(([what]) => some.has(what))
  expect(shown).toHaveLength(some.size)
  for (const [, args, says, env = {}] of shown) expect(await refused(args, { env })).toContain(says)
})

test('a password from nowhere', async () => {
  const line = await refused([unasked, '--username', 'me', '--password-stdin'])
  expect(line).toBe('--password-stdin: standard input is empty')
})

test('credentials in the address are refused and not repeated', async () => {
  expect(await refused(['http://me:s3cr3t@127.0.0.1:1'])).toBe(
    'credentials do not belong in the address: use --username with --password-stdin',
  )
})

test('more than a password on standard input', async () => {
  const args = [unasked, '--username', 'me', '--password-stdin']
  expect(await refused(args, { input: 'x'.repeat(70_000) })).toContain('holds more than a password')
})

test('a file that is no certificate', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'not.pem'), 'hello')
  expect(await refused([unasked, '--ca', 'not.pem'], { cwd })).toBe('--ca: not.pem holds no PEM certificate')
})

test('a reports folder below a regular file', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'file'), 'kept')
  const line = await refused([unasked, '--reports-dir', 'file/reports'], { cwd })
  expect(line).toBe('--reports-dir: file/reports cannot be written to (ENOTDIR)')
})

test.runIf(existsSync('/proc'))('a reports folder where the system lets nobody make one', async () => {
  expect(await refused([unasked, '--reports-dir', '/proc/a/b'])).toBe(
    '--reports-dir: /proc/a/b cannot be written to (ENOENT)',
  )
})

test('a reports folder with a folder in the place of a report', async () => {
  const cwd = await folder()
  await mkdir(join(cwd, 'reports', 'junit.xml'), { recursive: true })
  await writeFile(join(cwd, 'reports', 'junit.xml', 'mine'), 'kept')
  expect(await refused([unasked], { cwd })).toContain('--reports-dir: reports cannot be written to')
})

const configs: readonly [what: string, file: string, text: string, says: string][] = [
  ['broken YAML', 'oci-referee.yaml', 'strict: true\nonly: [a\nskip: b\n', 'oci-referee.yaml, line 3: '],
  [
    'an unknown key',
    'oci-referee.yml',
    '\n# comment\nsettel: 1s\n',
    'line 3: unknown key "settel", did you mean settle?',
  ],
  [
    'a key like nothing',
    'oci-referee.yml',
    'zzzzzzzzzz: 1\n',
    'line 1: unknown key "zzzzzzzzzz"; known keys: target, ',
  ],
  [
    'a wrong type',
    'oci-referee.yaml',
    'seed: a\nstrict: 1\n',
    'oci-referee.yaml, line 2: strict must be true or false',
  ],
  ['a number as a time', 'oci-referee.yaml', 'settle: 300\n', 'line 1: settle must be a time such as 500ms, 10s'],
  ['an unknown version', 'oci-referee.yaml', 'spec: "2.0"\n', 'line 1: spec must be one of 1.0, 1.1.0, 1.1.1, main'],
  ['a number of nothing', 'oci-referee.yaml', 'concurrency: 0\n', 'concurrency must be a whole number from 1 to 9999'],
  ['a list of numbers', 'oci-referee.yaml', 'only: [1, 2]\n', 'only must be a text or a list of texts'],
  ['a number as a version', 'oci-referee.yaml', 'checksOf: 0.1\n', 'line 1: checksOf must be a text, in quotes where'],
  ['a password', 'oci-referee.yaml', 'password: s3cr3t\n', 'set OCI_REFEREE_PASSWORD or use --password-stdin'],
  ['no keys', 'oci-referee.yaml', '- a\n- b\n', 'line 1: a config file holds keys and values'],
  ['the same key twice', 'oci-referee.yaml', 'seed: a\nseed: b\n', 'oci-referee.yaml, line 2: '],
  ['an alias of nothing', 'oci-referee.yaml', 'seed: *nope\n', 'oci-referee.yaml: Unresolved alias'],
  ['broken JSON', 'oci-referee.json', '{\n  "strict": true,\n  "seed" "a"\n}\n', 'oci-referee.json, line 3: '],
  ['a wrong type in JSON', 'oci-referee.json', '{\n  "strict": "yes"\n}\n', 'oci-referee.json, line 2: strict must be'],
]

test.for(configs)('config file: %s', async ([, file, text, says]) => {
  const path = join(await folder(), file)
  await writeFile(path, text)
  const { code, line } = await gaveUp([unasked, '--config', path])
  expect(line).toContain(says)
  expect(line).toContain(`${path}`)
  expect(line).not.toContain('s3cr3t')
  expect(code).toBe(2)
})

test('a config file that names no check', async () => {
  const path = join(await folder(), 'oci-referee.yaml')
  await writeFile(path, 'skip: [nonsense]\n')
  const { line } = await gaveUp([unasked, '--config', path])
  expect(line).toBe('--skip: no check is called "nonsense"; see `oci-referee list` (from the config file)')
})

test('a config file that lies in the working directory and is wrong', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'oci-referee.json'), '{\n  "strict": "yes"\n}\n')
  expect(await refused([unasked], { cwd })).toBe('oci-referee.json, line 2: strict must be true or false')
})

test('a config file that is named and missing, or a folder', async () => {
  const cwd = await folder()
  await mkdir(join(cwd, 'dir'))
  expect(await refused([unasked, '--config', 'gone.yaml'], { cwd })).toBe(
    'gone.yaml: the config file cannot be read (ENOENT)',
  )
  expect(await refused([unasked, '--config', 'dir'], { cwd })).toBe('dir: the config file cannot be read (EISDIR)')
})
