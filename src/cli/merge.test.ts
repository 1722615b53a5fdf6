import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import { replayCommand } from '../report/command-line.ts'
import { cli, folder, outcomeOf, quick, servedBy } from './cli.test-data.ts'

test('the line that replays a finding of a merged run shows it again', { timeout: 240_000 }, async () => {
  // Wrong in the repositories of one part alone, so that nothing else shows it.
  const [right, wrong] = [createRegistry(), createRegistry({ faults: ['filter-header-missing'] })]
  const { url } = await servedBy((request) => (request.url.includes('-1-of-2/') ? wrong : right).fetch(request))
  const cwd = await folder()
  const all = ['--only', 'referrers/filter*', '--seed', 's', ...quick]
  for (const part of ['1', '2'])
    await cli([url, ...all, '--shard', `${part}/2`, '--reports-dir', part, '--format', 'json'], { cwd })
  const merged = await cli(['merge', '1', '2/outcome.json', '--format', 'html,json'], { cwd })
  expect(merged.code, merged.stdout).toBe(1)
  const outcome = await outcomeOf(merged)
  expect(outcome.findings.map(({ shard }) => shard)).toEqual(outcome.findings.map(() => ({ index: 1, count: 2 })))
  expect(outcome.findings.filter(({ scriptText }) => scriptText === undefined)).toEqual([])
  const printed = /Replay one finding:\n((?: +.*\n?)+)/
    .exec(merged.stdout)![1]!
    .replace(/\\?\n/g, ' ')
    .trim()
    .split(/ +/)
  const commands = outcome.findings.map((finding) => replayCommand(outcome, 'oci-referee', finding))
  expect(commands).toContainEqual(printed)
  for (const [at, [, ...words]] of commands.entries()) {
    const ran = await cli([...words, ...quick, '--reports-dir', `again-${at}`, '--format', 'json'], { cwd })
    expect(ran.code, ran.stdout).toBe(1)
    const again = JSON.parse(await readFile(join(cwd, `again-${at}`, 'outcome.json'), 'utf8'))
    expect(again.findings).toMatchObject([{ id: outcome.findings[at]!.id }])
  }
  const whole = await cli([url, ...all], { cwd })
  expect(whole.code, whole.stdout).toBe(0)
})
