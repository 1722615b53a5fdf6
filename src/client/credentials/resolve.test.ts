import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { authOf, home, withHelper } from './files.test-data.ts'
import { resolveCredentials, usualFiles } from './resolve.ts'
import { CredentialsTrouble } from './trouble.ts'

const origin = 'https://registry.example:5000'
const entry = (username: string) => ({ auth: authOf(username, `password of ${username}`) })
const login = (username: string) => ({ username, password: `password of ${username}` })

/** What is found in a config.json that holds this, which is named unless it is to lie at home. */
async function found(
  config: unknown,
  query: { origin?: string; repository?: string; path?: string; atHome?: boolean } = {},
) {
  const HOME = await home({ '.docker/config.json': config })
  const file = join(HOME, '.docker', 'config.json')
  const { atHome, path: PATH = '/nowhere', ...rest } = query
  const result = await resolveCredentials({ origin, ...rest, env: { HOME, PATH }, ...(!atHome && { file }) })
  return result?.login
}

describe('the entry of a registry', () => {
  test.each([
    ['by its host', 'registry.example:5000', origin],
    ['by a URL, as old logins left it', 'https://registry.example:5000/v1/', origin],
    ['by a URL with a path', 'https://registry.example:5000/some/path', origin],
    ['with the path of the API', 'registry.example:5000/v2/', origin],
    ['in capitals', 'Registry.Example:5000', origin],
    ['with the port that goes without saying', 'registry.example:443', 'https://registry.example'],
    ['without that port', 'registry.example', 'https://registry.example:443'],
    ['of Docker Hub', 'https://index.docker.io/v1/', 'https://registry-1.docker.io'],
    ['of Docker Hub by its short name', 'docker.io', 'https://index.docker.io'],
    ['of an address', '[::1]:5000', 'http://[::1]:5000'],
  ])('%s', async (_, key, asked) => {
    expect(await found({ auths: { [key]: entry('me') } }, { origin: asked })).toEqual(login('me'))
  })

  test.each([
    ['of another port', 'registry.example:5001'],
    ['of the host without a port', 'registry.example'],
    ['of a longer host', 'registry.example:5000.evil.example'],
    ['of a host below it', 'my.registry.example:5000'],
    ['that is no host', 'http://['],
    ['called as something else', '__proto__'],
  ])('%s is none', async (_, key) => {
    expect(await found(`{"auths":{${JSON.stringify(key)}:${JSON.stringify(entry('me'))}}}`)).toBeUndefined()
  })

  test('the bare host comes before a URL', async () => {
    const auths = { 'https://registry.example:5000': entry('old'), 'registry.example:5000': entry('new') }
    expect(await found({ auths })).toEqual(login('new'))
  })

  test.each([
    ['a password with colons', { auth: authOf('me', 'a:b:') }, { username: 'me', password: 'a:b:' }],
    ['plain fields', { username: 'me', password: 'pw' }, { username: 'me', password: 'pw' }],
    ['zeros at the end', { auth: authOf('me', 'pw\0\0') }, { username: 'me', password: 'pw' }],
    ['an identity token', { identitytoken: 'it' }, { identityToken: 'it' }],
    [
      'an identity token beside its user',
      { auth: authOf('me', ''), identitytoken: 'it' },
      { identityToken: 'it', username: 'me' },
    ],
    ['nothing', {}, undefined],
    ['an empty text', { auth: '' }, undefined],
    ['no password', { auth: authOf('me', '') }, undefined],
  ])('%s', async (_, value, wanted) => {
    expect(await found({ auths: { 'registry.example:5000': value } })).toEqual(wanted)
  })
})

describe('entries of repositories, as podman keeps them', () => {
  const auths = {
    'registry.example:5000': entry('all'),
    'registry.example:5000/team': entry('team'),
    'registry.example:5000/team/app': entry('app'),
  }

  test.each([
    ['team/app', 'app'],
    ['team/app/inner', 'app'],
    ['team/apple', 'team'],
    ['team', 'team'],
    ['teams', 'all'],
    ['other', 'all'],
  ])('%s: that of %s', async (repository, user) => {
    expect(await found({ auths }, { repository })).toEqual(login(user))
  })

  test('without a repository only the registry as a whole counts', async () => {
    expect(await found({ auths })).toEqual(login('all'))
  })
})

describe('helpers', () => {
  const says = `read -r server; printf '{"Username":"%s","Secret":"from the helper"}' "$server"`
  const fromHelper = (username: string) => ({ username, password: 'from the helper' })

  test('one for the registry comes before the store and the entry', async () => {
    const config = {
      auths: { 'registry.example:5000': entry('me') },
      credHelpers: { 'registry.example:5000': 'mine', 'other.example': 'absent' },
      credsStore: 'absent',
    }
    expect(await found(config, { path: await withHelper('mine', says) })).toEqual(fromHelper('registry.example:5000'))
  })

  test('the store is asked by the name that a login left', async () => {
    const path = await withHelper('store', says)
    const config = { credsStore: 'store', auths: { 'https://registry.example:5000/v1/': {} } }
    expect(await found(config, { path, atHome: true })).toEqual(fromHelper('https://registry.example:5000/v1/'))
  })

  test('the store of a named file is asked always, a usual one after a login', async () => {
    const path = await withHelper('store', says)
    expect(await found({ credsStore: 'store' }, { path })).toEqual(fromHelper('registry.example:5000'))
    expect(await found({ credsStore: 'store' }, { path, atHome: true })).toBeUndefined()
    expect(await found({ credsStore: 'store' }, { path, origin: 'https://registry-1.docker.io' })).toEqual(
      fromHelper('https://index.docker.io/v1/'),
    )
  })

  test('that keep nothing leave it to the entry', async () => {
    const path = await withHelper('store', 'echo credentials not found in native keychain; exit 1')
    const config = { credsStore: 'store', auths: { 'registry.example:5000': entry('me') } }
    expect(await found(config, { path })).toEqual(login('me'))
  })

  test('that fail are trouble', async () => {
    await expect(found({ credHelpers: { 'registry.example:5000': 'gone' } })).rejects.toThrow(
      'docker-credential-gone get failed for registry.example:5000: there is no such program on the PATH',
    )
  })

  test.each(['../evil', '', 'a b', '-x', 7, null])('the name %j is none', async (name) => {
    await expect(found({ credHelpers: { 'registry.example:5000': name } })).rejects.toThrow(
      'is no name of a credential helper',
    )
  })
})

describe('which file', () => {
  const config = (user: string) => ({ auths: { 'registry.example:5000': entry(user) } })
  const files = {
    'named.json': config('named'),
    'docker/config.json': config('docker'),
    'run/containers/auth.json': config('run'),
    '.docker/config.json': config('docker at home'),
    '.config/containers/auth.json': config('podman at home'),
    'elsewhere.json': { auths: { 'other.example': entry('other') } },
  }

  async function chosen(env: (folder: string) => Record<string, string>, file?: string) {
    const HOME = await home(files)
    const query = { origin, ...(file !== undefined && { file: join(HOME, file) }) }
    const result = await resolveCredentials({ ...query, env: { HOME, ...env(HOME) } })
    return result && [(result.login as { username: string }).username, result.from.slice(HOME.length + 1)]
  }

  test('the named one alone', async () => {
    expect(await chosen(() => ({}), 'named.json')).toEqual(['named', 'named.json'])
    expect(await chosen(() => ({}), 'elsewhere.json')).toBeUndefined()
    await expect(chosen(() => ({}), 'missing.json')).rejects.toThrow(/missing\.json cannot be read \(ENOENT\)$/)
    await expect(chosen(() => ({}), 'docker')).rejects.toThrow(/docker cannot be read \(EISDIR\)$/)
  })

  test('none', async () => {
    const HOME = await home(files)
    expect(await resolveCredentials({ origin, file: 'none', env: { HOME } })).toBeUndefined()
  })

  test('the first of the usual ones that names the registry', async () => {
    const at = (folder: string) => ({
      DOCKER_CONFIG: join(folder, 'docker'),
      XDG_RUNTIME_DIR: join(folder, 'run'),
    })
    const named = 'named.json'
    expect(await chosen((folder) => ({ ...at(folder), REGISTRY_AUTH_FILE: join(folder, named) }))).toEqual([
      'named',
      named,
    ])
    expect(await chosen((folder) => ({ ...at(folder), REGISTRY_AUTH_FILE: join(folder, 'elsewhere.json') }))).toEqual([
      'docker',
      'docker/config.json',
    ])
    expect(await chosen((folder) => ({ ...at(folder), DOCKER_CONFIG: join(folder, 'nowhere') }))).toEqual([
      'run',
      'run/containers/auth.json',
    ])
    expect(await chosen(() => ({}))).toEqual(['docker at home', '.docker/config.json'])
  })

  test('where there is no home there are no files at home', () => {
    expect(usualFiles({})).toEqual([])
    expect(usualFiles({ HOME: '/h' })).toEqual(['/h/.docker/config.json', '/h/.config/containers/auth.json'])
    expect(usualFiles({ HOME: '/h', DOCKER_CONFIG: '/d', XDG_CONFIG_HOME: '/c', XDG_RUNTIME_DIR: '/r' })).toEqual([
      '/d/config.json',
      '/r/containers/auth.json',
      '/c/containers/auth.json',
    ])
  })
})

test.each([
  ['no JSON', '{"auths": hunter22}', 'config.json is no JSON'],
  ['a list', '[]', 'config.json: the file is no JSON object'],
  ['null', 'null', 'config.json: the file is no JSON object'],
  ['a list of entries', '{"auths":[]}', 'config.json: auths is no JSON object'],
  ['an entry that is a text', { auths: { 'registry.example:5000': 'hunter22' } }, '"] is no JSON object'],
  ['a number', { auths: { 'registry.example:5000': { auth: 22 } } }, '"].auth is no text'],
  ['no base64', { auths: { 'registry.example:5000': { auth: '!hunter22!' } } }, '"].auth is no user and password'],
  ['no colon', { auths: { 'registry.example:5000': { auth: 'aHVudGVyMjI=' } } }, '"].auth is no user and password'],
])('a file with %s is told, without a word of what it holds', async (_, config, says) => {
  const error = await found(config).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(CredentialsTrouble)
  expect((error as Error).message).toContain(says)
  expect((error as Error).message).not.toMatch(/hunter22|aHVudGVyMjI/)
})

test('what is wrong with the entry of another registry is nobody’s trouble', async () => {
  const auths = { 'other.example': 'nonsense', 'registry.example:5000': entry('me') }
  expect(await found({ auths })).toEqual(login('me'))
})
