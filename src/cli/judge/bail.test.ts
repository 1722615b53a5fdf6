import { expect, test } from 'vitest'
import type { Outcome } from '../../outcome/outcome.ts'
import { sampleCheck, sampleWith } from '../../report/sample-outcome.test-data.ts'
import type { RunEvent } from '../../run/events.ts'
import { defaults, type RunOptions, repositoriesOf } from '../../target/options.ts'
import { bailing } from './bail.ts'

const options: RunOptions = {
  connection: { ...defaults.connection, origin: 'http://127.0.0.1:1' },
  repositories: { ...defaults.repositories, ...repositoriesOf('s') },
  selection: defaults.selection,
  content: { ...defaults.content, seed: 's' },
  judging: defaults.judging,
}

const planned = (level: string) => ({ type: 'planned', planned: [{ id: 'a/b', level }] }) as unknown as RunEvent
const failed = { type: 'result', result: { id: 'a/b', outcome: 'violated' } } as unknown as RunEvent
const good = sampleWith([sampleCheck('a/b', 'pass')])
const bad = sampleWith([sampleCheck('a/b', 'fail')], { findings: [] })

/** Runs of which the first one has a check that fails, and which of them ran. */
async function bailed(level: string, alone: Outcome) {
  const ran: { readonly only: readonly string[]; readonly wasAborted: boolean }[] = []
  const run: Parameters<typeof bailing>[0] = async ({ selection }, onEvent, signal) => {
    const isFirst = ran.length === 0
    onEvent(planned(level))
    if (isFirst) onEvent(failed)
    ran.push({ only: selection.only, wasAborted: signal.aborted })
    return selection.only.length > 0 ? alone : good
  }
  const outcome = await bailing(run, options, () => {}, new AbortController().signal)
  return { ran, outcome }
}

test('a MUST that fails ends the run, and is judged alone', async () => {
  const { ran, outcome } = await bailed('MUST', bad)
  expect(ran).toEqual([
    { only: [], wasAborted: true },
    { only: ['a/b'], wasAborted: false },
  ])
  expect(outcome).toBe(bad)
})

test('what passes alone lets the whole run go on', async () => {
  const { ran, outcome } = await bailed('MUST', good)
  expect(ran.map(({ only }) => only)).toEqual([[], ['a/b'], []])
  expect(outcome).toBe(good)
})

test('a SHOULD that fails ends nothing', async () => {
  expect((await bailed('SHOULD', bad)).ran).toEqual([{ only: [], wasAborted: false }])
})
