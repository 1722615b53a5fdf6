import { Maker } from '../../fixtures/make/maker.ts'
import { expectOnly } from '../../src/check/list.ts'
import { Patience } from '../../src/check/patience.ts'
import { Refusals } from '../../src/check/refusals.ts'
import { Repository } from '../../src/check/repository.ts'
import { Client } from '../../src/client/client.ts'
import { Redactor } from '../../src/client/redact.ts'
import { httpTransport } from '../../src/client/transport.ts'
import { isMain } from '../main-module.ts'

/**
 * Pushes so many referrers of one subject, lists them all and compares. Run as a process of its own, because what is
 * measured is the largest memory of a whole process: it prints megabytes.
 */
async function listMany(origin: string, count: number): Promise<number> {
  const { send, close } = httpTransport({ connections: 64, timeoutMs: 60_000, maxBody: 1 << 28 })
  const exchanges: unknown[] = []
  const session = {
    client: new Client({ transport: send, origin, redactor: new Redactor() }),
    journal: { pushed: () => {} },
    spec: '1.1.1',
    features: new Set(['referrers'] as const),
    seed: 'bench',
    patience: new Patience(10_000),
    signal: new AbortController().signal,
    refusals: new Refusals(),
    present: new Map(),
  } as const
  const repo = new Repository(session, 'bench/many', { record: (one) => void exchanges.push(one), note: () => {} })
  const make = new Maker('bench', 'many')
  const subject = make.absent()
  const referrers = Array.from({ length: count }, () => make.artifact({ subject, layers: 1 }))
  let next = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (next < referrers.length) await repo.push(referrers[next++]!)
    }),
  )
  expectOnly(await repo.settled(subject, { has: referrers }), referrers)
  await close()
  return process.resourceUsage().maxRSS / 1024
}

if (isMain(import.meta.url)) {
  const [origin, count] = process.argv.slice(2)
  process.stdout.write(`${Math.round(await listMany(origin!, Number(count)))}\n`)
}
