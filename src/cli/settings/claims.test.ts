import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { profileNames } from '../../catalogue/profiles.ts'
import { folder } from '../cli.test-data.ts'
import { existingOf, profilesOf } from './claims.ts'
import { fromConfigFile } from './config-file.ts'
import { fromEnvironment } from './environment.ts'
import { resolve } from './resolve.ts'

const digest = `sha256:${'a1'.repeat(32)}`

test('profiles are claimed by name, all of them unless said', () => {
  expect(profilesOf(undefined)).toEqual(profileNames)
  expect(profilesOf(['all'])).toEqual(profileNames)
  expect(profilesOf(['pull', 'all'])).toEqual(profileNames)
  expect(profilesOf(['referrers', 'pull', 'pull'])).toEqual(['pull', 'referrers'])
})

test('content is named by tag or digest, each once', () => {
  const names = ['a:v1', `team/a.b@${digest}`, 'a:v1', 'a@blake3:abc', 'a:sha256-0123.sig']
  expect(existingOf(names, 'registry.example')).toEqual([
    { repository: 'a', reference: 'v1' },
    { repository: 'team/a.b', reference: digest },
    { repository: 'a', reference: 'blake3:abc' },
    { repository: 'a', reference: 'sha256-0123.sig' },
  ])
})

test('where nothing is written, the repositories of a run are those of what is there', () => {
  const run = (...existing: string[]) => resolve({ target: 'localhost:5000', readOnly: true, existing }, undefined).run
  expect(run('a:v1', 'b:v1')).toMatchObject({
    repositories: { repository: 'a', alternateRepository: 'b' },
    judging: { readOnly: true },
  })
  expect(run('a:v1').repositories).toMatchObject({ repository: 'a', alternateRepository: 'a' })
})

test('a config file and the environment say the same', async () => {
  const file = join(await folder(), 'mine.yaml')
  await writeFile(file, `profile: [pull, discovery]\nreadOnly: true\nexisting: a:v1,b@${digest}\n`)
  const said = { profile: ['pull', 'discovery'], readOnly: true, existing: ['a:v1', `b@${digest}`] }
  expect(await fromConfigFile(file)).toEqual(said)
  expect(
    fromEnvironment({
      OCI_REFEREE_PROFILE: 'pull,discovery',
      OCI_REFEREE_READ_ONLY: 'yes',
      OCI_REFEREE_EXISTING: `a:v1,b@${digest}`,
    }),
  ).toEqual(said)
})
