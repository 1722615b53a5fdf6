import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { filesIn, folder, outcomeOf, served } from '../../src/cli/cli.test-data.ts'
import type { Outcome } from '../../src/outcome/outcome.ts'
import { type Step, step } from '../shell.test-data.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

// What `merge` comes to does not depend on how much is judged.
const some = { OCI_REFEREE_ONLY: 'referrers/filter-*,tags' }
const wrong = { faults: ['filter-header-missing'] }

interface Ways {
  /** Judges one part, by its number from 1. */
  part(index: number, url: string, cwd: string): Promise<Step>
  merge(cwd: string): Promise<Step>
  readonly reports: string
}

interface Job {
  readonly spec: {
    readonly completions?: number
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[]
          readonly args: readonly string[]
          readonly env: readonly { readonly name: string; readonly value: string }[]
        }[]
      }
    }
  }
}

const jobs = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS() as Job)

/** Runs a container of a Job, in a working directory that stands in for its volume. */
function run({ spec }: Job, env: Readonly<Record<string, string>>, cwd: string): Promise<Step> {
  const [container] = spec.template.spec.containers
  const own = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]))
  return step(container!.args[0]!, { ...own, ...env, REPORTS: cwd }, cwd, container!.command)
}

const ways: Readonly<Record<string, () => Ways>> = {
  'a matrix of GitHub': () => {
    const { env, jobs } = parse(read('github.yml'))
    const [judge] = jobs.judge.steps.filter(({ run }: { run?: string }) => run)
    const [merge] = jobs.merge.steps.filter(({ run }: { run?: string }) => run)
    expect(jobs.judge.strategy.matrix.part).toEqual([1, 2, 3])
    expect([judge.env, env.PARTS]).toEqual([{ PART: expect.stringContaining(' matrix.part ') }, 3])
    const all = { ...some, SEED: 'run-1', PARTS: String(env.PARTS) }
    return {
      part: (index, url, cwd) => step(judge.run, { ...all, REGISTRY: url, PART: String(index) }, cwd),
      merge: (cwd) => step(merge.run, {}, cwd),
      reports: 'reports',
    }
  },
  'parallel jobs of GitLab': () => {
    const { judge, merge } = parse(read('gitlab-ci.yml'))
    expect(judge.parallel).toBe(3)
    const all = { ...some, CI_PIPELINE_ID: '4711', CI_NODE_TOTAL: '3' }
    return {
      part: (index, url, cwd) => step(judge.script[0], { ...all, REGISTRY: url, CI_NODE_INDEX: String(index) }, cwd),
      merge: (cwd) => step(merge.script[0], {}, cwd),
      reports: 'reports',
    }
  },
  'an Indexed Job of Kubernetes': () => {
    const [judge, merge] = jobs as [Job, Job]
    expect(judge.spec.completions).toBe(3)
    return {
      part: (index, url, cwd) => run(judge, { ...some, REGISTRY: url, JOB_COMPLETION_INDEX: String(index - 1) }, cwd),
      merge: (cwd) => run(merge, {}, cwd),
      reports: 'whole',
    }
  },
}

describe.concurrent('parts of a run are judged by', { timeout: 120_000 }, () => {
  test.for(Object.entries(ways))('%s', async ([, make]) => {
    const way = make()
    const cwd = await folder()
    const { url } = await served(wrong)
    const parts = await Promise.all([1, 2, 3].map((index) => way.part(index, url, cwd)))
    expect(parts.map(({ code, output }) => [code, output.includes(' of 3')])).toEqual([1, 2, 3].map(() => [0, true]))
    const merged = await way.merge(cwd)
    expect(merged.code, merged.output).toBe(1)
    const outcome: Outcome = await outcomeOf({ cwd }, way.reports)
    expect(outcome.findings.map(({ id }) => id)).toEqual(['referrers/filter-header'])
    expect(outcome.checks.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(15)
    // The script came along.
    expect(await filesIn(join(cwd, way.reports))).toContain('repro/referrers-filter-header.sh')
    // A part that is missing is no whole.
    const short = await step(`oci-referee merge part-1/outcome.json part-2/outcome.json --reports-dir r`, {}, cwd)
    expect([short.code, short.output]).toEqual([2, 'oci-referee: missing: 3/3\n'])
  })
})

test('the Jobs fit the API of Kubernetes', () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(read('job.test-schema.json')))
  expect(jobs).toHaveLength(2)
  for (const job of jobs) expect(validate(job), JSON.stringify(validate.errors)).toBe(true)
  expect(validate({ ...jobs[0], spec: { ...jobs[0]!.spec, completion: 3 } })).toBe(false)
})
