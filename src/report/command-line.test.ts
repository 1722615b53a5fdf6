import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { replayCommand, shellQuote, showCommand, wrapCommand } from './command-line.ts'
import { curl, sample } from './sample-outcome.test-data.ts'

/** The words that a shell makes of a command. */
function shellWords(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

describe('shellQuote', () => {
  test.each(['plain', 'http://127.0.0.1:5000', '', "it's", '$(id) `id` "x" ; & | > * ~ \\', "'; id; '"])(
    '%j is one word',
    (word) => {
      expect(shellWords(shellQuote(word))).toEqual([word])
    },
  )
})

describe('replayCommand', () => {
  test('repeats one check', () => {
    expect(replayCommand(sample, 'npx oci-referee', 'tags/delete')).toBe(
      'npx oci-referee http://127.0.0.1:5000 --only tags/delete --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content',
    )
  })

  test('repeats the run', () => {
    expect(replayCommand(sample, 'oci-referee')).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content',
    )
  })

  test('repeats what was said of features, and goes on among what a run left behind', () => {
    const how = 'said by the user'
    const features = [
      { name: 'referrers', state: 'declined', source: 'feature-option', how },
      { name: 'filter', state: 'declared', source: 'feature-option', how },
      { name: 'existing-content', state: 'declared', source: 'other-option', how },
      { name: 'delete-tag', state: 'absent', source: 'probe', how },
    ] as const
    const leftovers = [{ kind: 'tag' as const, repository: 'team/a', reference: 'v1', why: 'DELETE answered 405' }]
    expect(replayCommand({ ...sample, features, leftovers }, 'oci-referee')).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content --feature referrers=no,filter=yes',
    )
  })

  test('repeats what was claimed, and writes nothing where nothing was written', () => {
    const existing = ['team/app:v1', 'team/app@sha256:1111']
    const options = { ...sample.options, profiles: ['pull', 'discovery'] as const, readOnly: true, existing }
    expect(replayCommand({ ...sample, options }, 'oci-referee')).toBe(
      'oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --profile pull,discovery --read-only --existing team/app:v1,team/app@sha256:1111',
    )
  })

  test('runs nothing that a hostile seed asks for', () => {
    expect(shellWords(replayCommand({ ...sample, seed: '$(id); id' }, 'oci-referee'))).toContain('$(id); id')
  })
})

describe('showCommand', () => {
  test('never shows half a command', () => {
    expect(showCommand(`curl '${'x'.repeat(5000)}'`)).toBe('# 5007 characters long: see outcome.json')
  })

  test('lets nothing through that a terminal would obey', () => {
    expect(showCommand("curl 'a\u001b[2J'")).toBe("curl 'a\\x1b[2J'")
  })
})

describe('wrapCommand', () => {
  test.each([curl, `curl -d "a \\" b" 'c d' e\\ f  --data 'it'\\''s' ${'word '.repeat(30)}`.trim()])(
    'keeps the words of %s',
    (command) => {
      const lines = wrapCommand(command, 100)
      expect(lines.length).toBeGreaterThan(1)
      expect(shellWords(lines.join('\n'))).toEqual(shellWords(command))
    },
  )

  test('fits the width where the words do', () => {
    const lines = wrapCommand('word '.repeat(40), 30)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30)
  })

  test('breaks no line before a word that would not fit on its own either', () => {
    expect(wrapCommand(`curl -i http://127.0.0.1/${'a'.repeat(60)}`, 40)).toHaveLength(1)
  })

  test('keeps line ends that are quoted, and joins lines that are continued', () => {
    const command = "curl -d 'one\n two' \\\n  http://127.0.0.1/ -H 'a: b'"
    const lines = wrapCommand(command, 40)
    expect(shellWords(lines.join('\n'))).toEqual(['curl', '-d', 'one\n two', 'http://127.0.0.1/', '-H', 'a: b'])
    expect(lines[0]).toBe("curl -d 'one\n two' http://127.0.0.1/ \\")
  })

  test('keeps values beside their options', () => {
    const command = "curl -sS -X PUT -H 'Content-Type: text/plain' --data-binary @file http://127.0.0.1/"
    expect(wrapCommand(command, 34)).toEqual([
      'curl -sS -X PUT \\',
      "  -H 'Content-Type: text/plain' \\",
      '  --data-binary @file \\',
      '  http://127.0.0.1/',
    ])
  })

  test('leaves a short command alone', () => {
    expect(wrapCommand('curl -I http://a/', 40)).toEqual(['curl -I http://a/'])
  })
})
