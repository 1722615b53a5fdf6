import { describe, expect, test } from 'vitest'
import { shellLine } from '../text/shell.ts'
import { replayCommand, replayNeeds, showCommand } from './command-line.ts'
import { sample } from './sample-outcome.test-data.ts'

describe('replayCommand', () => {
  test('repeats the checks of a finding', () => {
    expect(shellLine(replayCommand(sample, 'npx oci-referee', { replay: ['tags/delete'] }))).toBe(
      'npx oci-referee http://127.0.0.1:5000 --only tags/delete --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content',
    )
    expect(replayCommand(sample, 'oci-referee', { replay: ['tags/delete', 'tags/list'] })).toContain(
      'tags/delete,tags/list',
    )
  })

  test('repeats the run', () => {
    expect(shellLine(replayCommand(sample, 'oci-referee'))).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content',
    )
  })

  test('repeats a part of a run, in repositories of its own', () => {
    const target = {
      ...sample.target,
      repository: 'oci-referee/s-1-of-2/a',
      alternateRepository: 'oci-referee/s-1-of-2/b',
    }
    const part = { ...sample, target, seed: 's', shard: { index: 1, count: 2, failedSteps: [] }, leftovers: [] }
    expect(shellLine(replayCommand(part, 'oci-referee'))).toBe('oci-referee http://127.0.0.1:5000 --seed s --shard 1/2')
    expect(shellLine(replayCommand({ ...part, target: sample.target }, 'oci-referee', { replay: ['a/b'] }))).toBe(
      'oci-referee http://127.0.0.1:5000 --only a/b --seed s --repo team/a --alt-repo team/b --allow-content --shard 1/2',
    )
  })

  test('repeats a finding of a merged run in the part that showed it', () => {
    const again = { replay: ['a/b'], shard: { index: 2, count: 3 } }
    const made = { repository: 'oci-referee/s/a', alternateRepository: 'oci-referee/s/b' }
    const merged = { ...sample, seed: 's', target: { ...sample.target, ...made }, leftovers: [] }
    expect(shellLine(replayCommand(merged, 'oci-referee', again))).toBe(
      'oci-referee http://127.0.0.1:5000 --only a/b --seed s --shard 2/3',
    )
    expect(shellLine(replayCommand({ ...merged, target: sample.target }, 'oci-referee', again))).toBe(
      'oci-referee http://127.0.0.1:5000 --only a/b --seed s --repo team/a --alt-repo team/b --allow-content --shard 2/3',
    )
    expect(shellLine(replayCommand(merged, 'oci-referee'))).toBe('oci-referee http://127.0.0.1:5000 --seed s')
  })

  test('repeats the selection of the run, unless checks are named', () => {
    const options = { ...sample.options, only: ['tags'], skip: ['tags/delete', 'blobs'] }
    expect(shellLine(replayCommand({ ...sample, options }, 'oci-referee'))).toContain(
      ' --only tags --skip tags/delete,blobs --seed',
    )
    expect(shellLine(replayCommand({ ...sample, options }, 'oci-referee', { replay: ['tags/list'] }))).toContain(
      ':5000 --only tags/list --seed',
    )
  })

  test('repeats declared features, and goes on among what was left behind', () => {
    const how = 'declared by the user'
    const features = [
      { name: 'referrers', state: 'declined', source: 'feature-option', how },
      { name: 'filter', state: 'declared', source: 'feature-option', how },
      { name: 'existing-content', state: 'declared', source: 'other-option', how },
      { name: 'delete-tag', state: 'absent', source: 'probe', how },
    ] as const
    const leftovers = [{ kind: 'tag' as const, repository: 'team/a', reference: 'v1', why: 'DELETE returned 405' }]
    expect(shellLine(replayCommand({ ...sample, features, leftovers }, 'oci-referee'))).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content --feature referrers=no,filter=yes',
    )
  })

  test('repeats what was claimed, and writes only where that was done', () => {
    const existing = ['team/app:v1', 'team/app@sha256:1111']
    const options = { ...sample.options, profiles: ['pull', 'discovery'] as const, readOnly: true, existing }
    expect(shellLine(replayCommand({ ...sample, options }, 'oci-referee'))).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --profile pull,discovery --read-only --existing team/app:v1,team/app@sha256:1111',
    )
  })

  test('repeats how the target was reached, and how long was waited', () => {
    const reach = {
      options: ['--ca', 'ca.pem'],
      needs: ['the password of ci in CI', 'the proxy http://p in HTTP_PROXY'],
    }
    const target = { ...sample.target, reach }
    const options = { ...sample.options, settleMs: 1500, timeoutMs: 60_000, concurrency: 4 }
    const outcome = { ...sample, target, options }
    expect(shellLine(replayCommand(outcome, 'oci-referee'))).toContain(
      ' --settle 1500ms --timeout 60s --concurrency 4 --ca ca.pem',
    )
    expect(replayNeeds(outcome)).toBe('It needs the password of ci in CI and the proxy http://p in HTTP_PROXY.')
    expect(replayNeeds(sample)).toBeUndefined()
  })

  test('a hostile seed stays one word', () => {
    expect(replayCommand({ ...sample, seed: '$(id); id' }, 'oci-referee')).toContain('$(id); id')
  })
})

describe('showCommand', () => {
  test('never shows half a command', () => {
    expect(showCommand(['curl', `${'x'.repeat(5000)} `])).toBe('# 5008 characters long: see outcome.json')
  })

  test('shows a command quoted, without what a terminal would obey', () => {
    expect(showCommand(['curl', '$(id)', 'a\u001b[2J'])).toBe("curl '$(id)' 'a\\x1b[2J'")
  })
})
