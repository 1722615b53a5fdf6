import { appendFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import pLimit from 'p-limit'
import { firstLook } from '../../src/prove/judge-target.ts'
import { faultTargets } from '../../src/prove/target.ts'

const USAGE = `usage: record.js --out FILE [--part N/M] [--seed TEXT]
Writes what came of every check for every fault, one line of JSON for each, to try out how findings are grouped.`

/** Runs every fault once and keeps what was seen of it, so that other ways of grouping can be tried without a proof. */
async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string' },
      part: { type: 'string', default: '0/1' },
      seed: { type: 'string', default: 'record' },
    },
  })
  const { out, part, seed } = values
  const [at = 0, of = 1] = part.split('/').map(Number)
  if (out === undefined) throw new Error(USAGE)
  const limit = pLimit(3)
  // By a stride that mixes the areas: what is there when this is ended early is a fair sample.
  const targets = faultTargets()
    .filter((_, index) => index % of === at)
    .map((target, index) => ({ target, rank: (index * 37) % 101 }))
    .sort((a, b) => a.rank - b.rank)
  await Promise.all(
    targets.map(({ target }) =>
      limit(async () => {
        const { features, results } = await firstLook(target, seed)
        const others = results.filter(({ outcome }) => outcome !== 'passed')
        await appendFile(
          out,
          `${JSON.stringify({ name: target.name, features, ran: results.map(({ id, exchanges }) => [id, exchanges.length]), others })}\n`,
        )
      }),
    ),
  )
}

await main(process.argv.slice(2))
