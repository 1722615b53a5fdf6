import { describe, expect, test } from 'vitest'
import { shellLine } from '../text/shell.ts'
import { replayCommand, showCommand } from './command-line.ts'
import { sample } from './sample-outcome.test-data.ts'

describe('replayCommand', () => {
  test('repeats one check', () => {
    expect(shellLine(replayCommand(sample, 'npx oci-referee', 'tags/delete'))).toBe(
      'npx oci-referee http://127.0.0.1:5000 --only tags/delete --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content',
    )
  })

  test('repeats the run', () => {
    expect(shellLine(replayCommand(sample, 'oci-referee'))).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content',
    )
  })

  test('repeats declared features, and goes on among what a run left behind', () => {
    const how = 'said by the user'
    const features = [
      { name: 'referrers', state: 'declined', how },
      { name: 'filter', state: 'declared', how },
      { name: 'delete-tag', state: 'absent', how: 'DELETE of a tag answered 405' },
    ] as const
    const leftovers = [{ repository: 'team/a', reference: 'v1', why: 'DELETE answered 405' }]
    expect(shellLine(replayCommand({ ...sample, features, leftovers }, 'oci-referee'))).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content --feature referrers=no,filter=yes',
    )
  })

  test('repeats claims, and writes nothing where nothing was written', () => {
    const existing = ['team/app:v1', 'team/app@sha256:1111']
    const options = { ...sample.options, profiles: ['pull', 'discovery'] as const, readOnly: true, existing }
    expect(shellLine(replayCommand({ ...sample, options }, 'oci-referee'))).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --profile pull,discovery --read-only --existing team/app:v1,team/app@sha256:1111',
    )
  })

  test('a hostile seed stays one word', () => {
    expect(replayCommand({ ...sample, seed: '$(id); id' }, 'oci-referee')).toContain('$(id); id')
  })
})

describe('showCommand', () => {
  test('never shows half a command', () => {
    expect(showCommand(['curl', `${'x'.repeat(5000)} `])).toBe('# 5008 characters long: see outcome.json')
  })

  test('shows a command quoted', () => {
    expect(showCommand(['curl', '$(id)'])).toBe("curl '$(id)'")
  })
})
