import { expect, test } from 'vitest'
import type { FaultRow, VariantRow } from './matrix.ts'
import { commandTool, type OtherTool, withOther } from './other-tool.ts'

const fault = (name: string): FaultRow => ({
  name,
  description: '',
  breaks: '',
  killedBy: [],
  killedByOwn: [],
  findings: [],
  greenReplays: [],
  weakHeads: [],
  unfair: [],
  shows: {},
})
const variant = (name: string): VariantRow => ({ name, description: '', allowed: '', red: [] })

/** Complains unless GET /v2/ responds with 200 and the list of an absent digest is there. */
const asking: OtherTool = {
  name: 'asking',
  atOnce: 2,
  complains: async (url) => {
    const list = await fetch(`${url}/v2/a/referrers/sha256:${'0'.repeat(64)}`)
    return (await fetch(`${url}/v2/`)).status !== 200 || list.status !== 200
  },
}

/** For tools that come to an end by themselves. */
const never = new AbortController().signal

test('another tool is asked about the same faults and variants', async () => {
  const rows = {
    faults: [fault('api-root-204'), fault('filter-ignored'), fault('tag-schema-fixed'), fault('heads-open')],
    variants: [variant('page-of-one'), variant('unknown-repository-404')],
  }
  const hints: string[] = []
  const { faults, variants } = await withOther(rows, asking, (done, of) => hints.push(`${done}/${of}`))
  expect(faults.map(({ other }) => other)).toEqual(['caught', 'missed', 'unclear', 'unclear'])
  expect(variants.map(({ other }) => other)).toEqual(['green', 'red'])
  expect(hints).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6'])
})

test('a command is told the registry, and complains by its exit code', async () => {
  const at = 'http://127.0.0.1:5000'
  expect(await commandTool('test {url} = http://127.0.0.1:5000').complains(at, 'one', never)).toBe(false)
  expect(await commandTool('test {host} = 127.0.0.1:5000').complains(at, 'one', never)).toBe(false)
  expect(await commandTool('test {url} = elsewhere').complains(at, 'one', never)).toBe(true)
})

test('a command that is not there finds nothing', async () => {
  const complaint = commandTool('/no/such/command {url}').complains('http://127.0.0.1:5000', 'one', never)
  await expect(complaint).rejects.toThrow('the shell finds no such command')
})

test('a tool that does not come to an end is ended, and told apart', async () => {
  const rows = { faults: [fault('filter-ignored')], variants: [] }
  const tool = commandTool('sleep 600')
  const calm: OtherTool = {
    ...tool,
    complains: (url, name, signal) =>
      name.startsWith('unbroken') ? Promise.resolve(false) : tool.complains(url, name, signal),
  }
  const { faults } = await withOther(rows, calm, undefined, 50)
  expect(faults[0]?.other).toBe('hung')
})
