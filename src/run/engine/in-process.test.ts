import { expect, test } from 'vitest'
import type { CheckResult } from '../../check/result.ts'
import type { Tasks } from './engine.ts'
import { inProcessEngine } from './in-process.ts'

const result = (id: string): CheckResult => ({ id, outcome: 'passed', notes: [], exchanges: [], durationMs: 1 })
const after = (id: string, ms: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, ms))
  return result(id)
}

async function idsOf(tasks: Tasks): Promise<string[]> {
  const ids: string[] = []
  const started = inProcessEngine.start([...tasks.keys()])
  for await (const { id } of started.run(tasks, new AbortController().signal)) ids.push(id)
  return ids
}

test('tasks run side by side, and their results come as they are done', async () => {
  const tasks = new Map([
    ['a/slow', after('a/slow', 30)],
    ['a/fast', after('a/fast', 0)],
  ])
  expect(await idsOf(tasks)).toEqual(['a/fast', 'a/slow'])
})

test('tasks that wait for each other all come to an end', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const waiting = (id: string) => async () => {
    await gate
    return result(id)
  }
  const last = async () => {
    release()
    return result('last')
  }
  const names = Array.from({ length: 500 }, (_, at) => `a/${at}`)
  const tasks = new Map([...names.map((id) => [id, waiting(id)] as const), ['last', last] as const])
  expect(await idsOf(tasks)).toHaveLength(501)
})

test('without tasks it ends at once', async () => {
  expect(await idsOf(new Map())).toEqual([])
})

test('a task that rejects against its promise fails the engine', async () => {
  const broken = () => Promise.reject(new Error('broken'))
  await expect(idsOf(new Map([['a/x', broken]]))).rejects.toThrow('broken')
})
