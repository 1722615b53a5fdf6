import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

// Vitest does not run within itself: the engine is tried as it is shipped, in a process of its own.
const engine = join(import.meta.dirname, '..', '..', '..', 'dist', 'src', 'run', 'engine', 'vitest.js')

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a script that finds the engine as `vitestEngine`, and tasks by `task(id, work)`. */
function script(text: string): Promise<Ended> {
  if (!existsSync(engine)) throw new Error(`${engine} is missing: npm run build`)
  const prologue = `
    import { vitestEngine } from ${JSON.stringify(pathToFileURL(engine).href)}
    const calm = new AbortController().signal
    const task = (id, work = () => {}, outcome = 'passed') => [id, async () => {
      await work()
      return { id, outcome, reason: 'why', notes: [], exchanges: [], durationMs: 1 }
    }]
    const idsOf = async (results) => {
      const ids = []
      for await (const { id } of results) ids.push(id)
      return ids.sort()
    }
  `
  const env = { PATH: process.env['PATH'] ?? '', OWN: 'mine' }
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', prologue + text]
    const child = execFile(process.execPath, args, { cwd: tmpdir(), env, timeout: 60_000 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr })
    })
  })
}

async function saidBy(text: string): Promise<unknown> {
  const { code, stdout, stderr } = await script(text)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

test.concurrent('tasks run at once, however many, and those not chosen are left out', async () => {
  const report = await saidBy(`
    const names = Array.from({ length: 300 }, (_, at) => 'a/' + at)
    const started = vitestEngine.start([...names, 'b/not-chosen'])
    let waiting = 0
    let release
    const gate = new Promise((resolve) => { release = resolve })
    // The last one frees all others: a bound on how many are under way would be a deadlock.
    const wait = () => ++waiting === names.length ? release() : gate
    const ids = await idsOf(started.run(new Map(names.map((id) => task(id, wait))), calm))
    console.log(JSON.stringify([ids.length, waiting, ids.includes('b/not-chosen')]))
  `)
  expect(report).toEqual([300, 300, false])
})

test.concurrent('what a check came to changes neither exit code nor output', async () => {
  const ended = await script(`
    const outcomes = ['passed', 'observed', 'skipped', 'lost', 'broken', 'interrupted']
    const violation = { violation: { facts: { kind: 'status', expected: [200], actual: 500 } } }
    const violated = ['violated', async () => ({ ...(await task('violated')[1]()), outcome: 'violated', ...violation })]
    const tasks = new Map([violated, ...outcomes.map((outcome) => task(outcome, undefined, outcome))])
    const ids = await idsOf(vitestEngine.start([...tasks.keys()]).run(tasks, calm))
    console.log(ids.join())
  `)
  expect(ended).toEqual({
    code: 0,
    stdout: 'broken,interrupted,lost,observed,passed,skipped,violated\n',
    stderr: '',
  })
})

/** What a run may not leave changed, as the script sees it. */
const state = `
  const exit = process.exit
  const state = () => ({
    env: { ...process.env },
    exitCode: process.exitCode ?? null,
    exit: process.exit === exit,
    directory: process.cwd(),
    listeners: ['SIGINT', 'SIGTERM', 'exit', 'uncaughtException', 'unhandledRejection', 'newListener']
      .map((name) => [name, process.listenerCount(name)]),
  })
`

test.concurrent('a run leaves the process as it was', async () => {
  const report = await saidBy(`
    ${state}
    process.on('SIGINT', () => {})
    const before = state()
    await idsOf(vitestEngine.start(['a/x']).run(new Map([task('a/x')]), calm))
    console.log(JSON.stringify({ before, after: state() }))
  `)
  const { before, after } = report as Record<'before' | 'after', { env: object }>
  expect(before.env).toMatchObject({ OWN: 'mine' })
  expect(after).toEqual(before)
})

test.concurrent('in mid-run signals and the end of the process stay with their owner', async () => {
  const report = await saidBy(`
    let interrupted = 0
    process.on('SIGINT', () => interrupted++)
    const exit = process.exit
    const values = []
    const work = async () => {
      process.kill(process.pid, 'SIGINT')
      await new Promise((resolve) => setTimeout(resolve, 50))
      values.push(interrupted, process.exit === exit, process.listenerCount('SIGINT'), process.listenerCount('SIGTERM'))
    }
    const ids = await idsOf(vitestEngine.start(['a/x']).run(new Map([task('a/x', work)]), calm))
    console.log(JSON.stringify([ids, values]))
  `)
  expect(report).toEqual([['a/x'], [1, true, 1, 0]])
})

test.concurrent('an error after a run ends the process as ever', async () => {
  const { code, stderr } = await script(`
    await idsOf(vitestEngine.start(['a/x']).run(new Map([task('a/x')]), calm))
    setTimeout(() => { throw new Error('a mistake after the run') })
  `)
  expect(stderr).toContain('a mistake after the run')
  expect(code).toBe(1)
})

test.concurrent.each([
  ['a rejection', "Promise.reject(new Error('nobody awaits this'))"],
  ['an exception', "setTimeout(() => { throw new Error('nobody awaits this') })"],
])('%s that nobody awaits in mid-run fails the engine once all is done', async (_, mistake) => {
  const report = await saidBy(`
    const work = async () => {
      ${mistake}
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const ids = []
    let failed
    try {
      const started = vitestEngine.start(['a/x', 'a/y'])
      for await (const { id } of started.run(new Map([task('a/x', work), task('a/y')]), calm)) ids.push(id)
    } catch (cause) {
      failed = cause.message
    }
    console.log(JSON.stringify([ids.sort(), failed]))
  `)
  expect(report).toEqual([['a/x', 'a/y'], 'nobody awaits this'])
})

test.concurrent('dismissed it ends without running anything', async () => {
  const report = await saidBy(`
    ${state}
    const before = state()
    await vitestEngine.start(['a/x', 'a/y']).dismiss()
    console.log(JSON.stringify({ before, after: state() }))
  `)
  const { before, after } = report as Record<'before' | 'after', unknown>
  expect(after).toEqual(before)
})

test.concurrent('one run follows another in a process', async () => {
  const report = await saidBy(`
    const all = []
    for (const id of ['a/x', 'a/y']) all.push(await idsOf(vitestEngine.start([id]).run(new Map([task(id)]), calm)))
    console.log(JSON.stringify(all))
  `)
  expect(report).toEqual([['a/x'], ['a/y']])
})
