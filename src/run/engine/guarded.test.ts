import { expect, test } from 'vitest'
import type { CheckResult } from '../../check/result.ts'
import type { Engine } from './engine.ts'
import { guarded } from './guarded.ts'
import { inProcessEngine } from './in-process.ts'

const result = (id: string): CheckResult => ({ id, outcome: 'passed', notes: [], exchanges: [], durationMs: 1 })
const listeners = () => process.listenerCount('unhandledRejection') + process.listenerCount('uncaughtException')

async function idsOf(engine: Engine, tasks: ReadonlyMap<string, () => Promise<CheckResult>>, ids: string[] = []) {
  const started = engine.start([...tasks.keys()])
  for await (const { id } of started.run(tasks, new AbortController().signal)) ids.push(id)
  return ids
}

test('results come as from the engine itself, and nothing stays behind', async () => {
  const before = listeners()
  expect(await idsOf(guarded(inProcessEngine), new Map([['a/one', async () => result('a/one')]]))).toEqual(['a/one'])
  expect(listeners()).toBe(before)
})

test('what is thrown unawaited fails the engine, after its results', async () => {
  const thrown = new Error('thrown aside')
  const ids: string[] = []
  const task = async () => {
    // As node tells of a rejection that nobody handles.
    process.listeners('unhandledRejection').at(-1)!(thrown, Promise.resolve())
    return result('a/one')
  }
  await expect(idsOf(guarded(inProcessEngine), new Map([['a/one', task]]), ids)).rejects.toBe(thrown)
  expect(ids).toEqual(['a/one'])
})
