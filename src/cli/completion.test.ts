import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, folder } from './cli.test-data.ts'
import { commandNames } from './commands/index.ts'

/** The file with the script of a shell, printed once for all tests. */
async function script(shell: string): Promise<string> {
  scripts[shell] ??= cli(['completion', shell])
  const { code, stdout, stderr } = await scripts[shell]
  expect([code, stderr]).toEqual([0, ''])
  const file = join(await folder(), `completion.${shell}`)
  await writeFile(file, stdout)
  return file
}

const scripts: Record<string, ReturnType<typeof cli>> = {}

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

function run(program: string, args: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
  return stdout.split('\n').filter(Boolean)
}

describe.runIf(has('bash'))('bash completes', () => {
  /** What comes after these words, of which the last one is not finished. */
  async function after(...words: string[]): Promise<string[]> {
    const file = await script('bash')
    const line = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _oci_referee; printf '%s\\n' "\${COMPREPLY[@]}"`
    return run('bash', ['--norc', '-c', line, file, 'oci-referee', ...words])
  }

  test('commands, and options of a run', async () => {
    expect(await after('')).toEqual(expect.arrayContaining([...commandNames, '--only', '--help', '--version']))
    expect((await after('exp')).sort()).toEqual(commandNames.filter((name) => name.startsWith('exp')).sort())
  })

  test('options of a command', async () => {
    expect(await after('list', '--')).toEqual(expect.arrayContaining(['--json', '--only', '--help']))
    expect(await after('list', '--')).not.toContain('--seed')
    expect(await after('serve', '--fau')).toEqual(['--fault'])
  })

  test('values of an option', async () => {
    expect(await after('localhost:5000', '--spec', '1.1')).toEqual(['1.1.0', '1.1.1'])
    expect(await after('localhost:5000', '--format', 'ju')).toEqual(['junit'])
    expect(await after('localhost:5000', '--format', '=', 'ju')).toEqual(['junit'])
    expect(await after('localhost:5000', '--profile', 'disc')).toEqual(['discovery'])
    expect(await after('serve', '--fault', 'absent-subject-p')).toEqual(['absent-subject-placeholder'])
  })

  test('ids, wherever a command takes them', async () => {
    const id = 'referrers/filter-exact'
    for (const words of [['explain'], ['repro'], ['localhost:5000', '--only'], ['list', '--skip']])
      expect(await after(...words, 'referrers/filter-ex')).toEqual([id])
    expect(await after('localhost:5000', '--only', 'blobs,referrers/filter-ex')).toEqual([`blobs,${id}`])
    expect(await after('localhost:5000', '--only', 'blo')).toContain('blobs')
    expect(await after('explain', '--')).toEqual(['--help'])
  })

  test('files, by the shell itself', async () => {
    for (const words of [['view'], ['compare', 'a.json'], ['repro', 'x/y'], ['localhost:5000', '--ca']])
      expect(await after(...words, '')).toEqual([])
    expect(await after('view', '--p')).toEqual(['--previous', '--port'])
  })
})

describe.runIf(has('fish'))('fish completes', () => {
  async function after(line: string): Promise<string[]> {
    const file = await script('fish')
    return run('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', file, `oci-referee ${line}`])
  }

  test('commands with what they do', async () => {
    expect(await after('expl')).toEqual(expect.arrayContaining([expect.stringMatching(/^explain\tExplain a check/)]))
  })

  test('options and values of a command', async () => {
    const flags = (await after('list --')).map((line) => line.split('\t')[0])
    expect(flags).toEqual(expect.arrayContaining(['--json', '--only']))
    expect(flags).not.toContain('--seed')
    const words = async (line: string) => (await after(line)).map((one) => one.split('\t')[0])
    expect(await words('localhost:5000 --spec 1.1')).toEqual(['1.1.0', '1.1.1'])
    expect(await words('localhost:5000 --only blobs,referrers/filter-ex')).toEqual(['blobs,referrers/filter-exact'])
    expect(await words('explain referrers/filter-ex')).toEqual(['referrers/filter-exact'])
  })
})

test.runIf(has('zsh'))('zsh takes its script, and completes by it', async () => {
  const file = await script('zsh')
  const line =
    'autoload -Uz compinit; compinit -D; source "$1"; print -r -- $_comps[oci-referee]; whence -w _oci-referee'
  expect(run('zsh', ['-f', '-c', line, 'zsh', file])).toEqual(['_oci-referee', '_oci-referee: function'])
})

test('another shell is refused', async () => {
  const { code, stderr } = await cli(['completion', 'tcsh'])
  expect([code, stderr]).toEqual([2, 'oci-referee: <shell>: "tcsh" is not one of bash, zsh, fish\n'])
})
