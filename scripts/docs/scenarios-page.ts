import { type Count, countRequests, type Tally } from '../requests/count.ts'
import { generated, row } from './table.ts'

/** The numbers are those of one run with this seed. */
const seed = 'scenarios'

/** What each scenario sends to the embedded registry, and how many checks rest on it. */
export async function scenariosPage(): Promise<string> {
  const count = await countRequests(seed)
  const steps = [...count.steps].sort(([a, one], [b, other]) => other.requests - one.requests || (a < b ? -1 : 1))
  const own = new Set(steps.filter(([name, { checks }]) => checks.has(name)).map(([name]) => name))
  const rows = (isOwn: boolean) =>
    steps
      .filter(([name]) => own.has(name) === isOwn)
      .map(([name, tally]) => row(name, ...numbersOf(tally), String(tally.checks.size)))
      .join('\n')
  return `${generated}

# What a run sends

The requests of one whole run on the embedded registry, which is right in everything and has every feature that is not about users:
by what they are for. The bytes are those of request bodies. A registry with pages, redirects, tokens or a need to wait is sent more.

${overview(count)}

## By request

| request | number |
|---|---|
${[...count.all.kinds]
  .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  .map(([kind, number]) => row(kind, String(number)))
  .join('\n')}

## Scenarios

Steps that several checks can judge. A check that rests on several scenarios is counted with each of them.

| scenario | requests | manifests pushed | bytes | checks |
|---|--:|--:|--:|--:|
${rows(false)}

## Steps of single checks

| check | requests | manifests pushed | bytes | checks |
|---|--:|--:|--:|--:|
${rows(true)}
`
}

function overview({ discovery, steps, cleanUp, all, checks }: Count): string {
  const sum = (tallies: readonly Tally[], number: (tally: Tally) => number) =>
    tallies.reduce((total, tally) => total + number(tally), 0)
  const judging = [...steps.values()]
  const total = (what: string, tallies: readonly Tally[]) =>
    row(
      what,
      String(sum(tallies, ({ requests }) => requests)),
      String(sum(tallies, manifestsIn)),
      String(sum(tallies, ({ bytes }) => bytes)),
    )
  return `| for | requests | manifests pushed | bytes |
|---|--:|--:|--:|
${total('finding out what the registry has', [discovery])}
${total(`${checks} checks`, judging)}
${total('removing what was pushed', [cleanUp])}
${total('all', [all])}`
}

function numbersOf(tally: Tally): string[] {
  return [tally.requests, manifestsIn(tally), tally.bytes].map(String)
}

function manifestsIn({ kinds }: Tally): number {
  return kinds.get('PUT manifests') ?? 0
}
