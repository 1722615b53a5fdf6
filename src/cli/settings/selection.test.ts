import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { profileNames } from '../../catalogue/profiles.ts'
import { folder } from '../cli.test-data.ts'
import { fromConfigFile } from '../options/config-file.ts'
import { runGroups } from '../options/run.ts'
import { fromEnvironment, settingsFrom } from '../options/sources.ts'
import { existingOf } from './existing.ts'
import { resolve } from './resolve.ts'
import { profilesOf } from './selection.ts'

const digest = `sha256:${'a1'.repeat(32)}`

test('profiles are claimed by name, all of them unless said', () => {
  expect(profilesOf(settingsFrom(runGroups).selection.profile)).toEqual(profileNames)
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

test('a run that writes nothing has the repositories of what is there', () => {
  const run = (...existing: string[]) => {
    const { selection, content, repositories, judging, connection, credentials } = settingsFrom(runGroups, {
      readOnly: true,
      existing,
    })
    const secrets = { password: undefined, identityPassword: () => undefined }
    return resolve('localhost:5000', { selection, content, repositories, judging, connection, credentials }, secrets)
  }
  expect(run('a:v1', 'b:v1')).toMatchObject({
    repositories: { repository: 'a', alternateRepository: 'b' },
    judging: { readOnly: true },
  })
  expect(run('a:v1').repositories).toMatchObject({ repository: 'a', alternateRepository: 'a' })
})

test('a config file and the environment say the same', async () => {
  const file = join(await folder(), 'mine.yaml')
  await writeFile(file, `profile: [pull, discovery]\nreadOnly: true\nexisting: a:v1,b@${digest}\n`)
  const settings = { profile: ['pull', 'discovery'], readOnly: true, existing: ['a:v1', `b@${digest}`] }
  expect(await fromConfigFile(runGroups, file)).toEqual(settings)
  expect(
    fromEnvironment(runGroups, {
      OCI_REFEREE_PROFILE: 'pull,discovery',
      OCI_REFEREE_READ_ONLY: 'yes',
      OCI_REFEREE_EXISTING: `a:v1,b@${digest}`,
    }),
  ).toEqual(settings)
})
