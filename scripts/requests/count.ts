import type { RegistryContext } from '../../src/check/define.ts'
import { createIdentityClients } from '../../src/check/identity.ts'
import type { CheckResult } from '../../src/check/result.ts'
import type { ContextFactory } from '../../src/check/runner.ts'
import { Client } from '../../src/client/client.ts'
import { Gate } from '../../src/client/gate.ts'
import { Redactor } from '../../src/client/redact.ts'
import type { Transport, WireRequest } from '../../src/client/wire.ts'
import type { Exchange } from '../../src/outcome/exchange.ts'
import { inProcess } from '../../src/prove/transport.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { inProcessEngine } from '../../src/run/engine/in-process.ts'
import { judge } from '../../src/run/judge.ts'
import type { Subject } from '../../src/run/subject.ts'
import { choiceOf, chosen } from '../../src/target/choice.ts'
import { defaults, type RunOptions, repositoriesOf } from '../../src/target/options.ts'
import { RegistrySubject } from '../../src/target/registry-subject.ts'
import { howOf } from '../../src/target/run.ts'

/** What was sent for one purpose. */
export class Tally {
  /** Requests by what they do, such as `PUT manifests`. */
  readonly kinds = new Map<string, number>()
  /** Bytes of their bodies. */
  bytes = 0

  add({ method, path, body }: Pick<WireRequest, 'method' | 'path'> & { readonly body?: number }): void {
    const kind = `${method} ${endpointOf(path)}`
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1)
    this.bytes += body ?? 0
  }

  get requests(): number {
    return [...this.kinds.values()].reduce((sum, count) => sum + count, 0)
  }
}

/** What one scenario, or the own steps of one check, sent. */
export interface Steps extends Tally {
  /** The checks that rest on it. */
  readonly checks: Set<string>
}

/** What a whole run on the embedded registry sends, and what for. */
export interface Count {
  /** Sent to see what the registry has. */
  readonly discovery: Tally
  /** By the name of the scenario, or the id of the check whose own steps they are. */
  readonly steps: ReadonlyMap<string, Steps>
  /** Sent to remove what was pushed, and to look whether it is gone. */
  readonly cleanUp: Tally
  /** All of it. */
  readonly all: Tally
  readonly checks: number
}

/** The last part of the path that says what is asked for. */
function endpointOf(path: string): string {
  if (/^\/v2\/?(\?|$)/.test(path)) return '/v2/'
  if (/\/tags\/list(\?|$)/.test(path)) return 'tags'
  if (/\/blobs\/uploads\//.test(path)) return 'uploads'
  return /.*\/(manifests|blobs|referrers)\//.exec(path)?.[1] ?? 'other'
}

const origin = 'http://127.0.0.1:5000'

/** Judges the embedded registry once, in this process, and counts. The same seed gives the same numbers. */
export async function countRequests(seed: string): Promise<Count> {
  let phase: Tally | undefined = new Tally()
  const [discovery, cleanUp, all] = [phase, new Tally(), new Tally()]
  const registry = createRegistry()
  const send = inProcess(registry.fetch)
  const counting: Transport = (request) => {
    const about = { ...request, body: request.body?.length ?? 0 }
    all.add(about)
    phase?.add(about)
    return send(request)
  }
  const options: RunOptions = {
    connection: { ...defaults.connection, origin },
    repositories: { ...defaults.repositories, ...repositoriesOf(seed) },
    selection: defaults.selection,
    content: { ...defaults.content, seed },
    judging: defaults.judging,
  }
  const redactor = new Redactor()
  const gate = new Gate({ max: defaults.connection.concurrency })
  const common = { transport: gate.through(counting), origin, redactor }
  const clients = {
    client: new Client(common),
    identityClients: createIdentityClients(common, []),
    redactor,
    gate,
    close: async () => {},
  }
  const steps = new Map<string, Steps>()
  const labels = new Map<number, string>()
  const results: CheckResult[] = []
  const subject = watched(new RegistrySubject(options, clients), (label, exchange) => {
    labels.set(exchange.id, label)
    const { method, url, request } = exchange
    const own = steps.get(label) ?? Object.assign(new Tally(), { checks: new Set<string>() })
    steps.set(label, own)
    own.add({ method, path: url.slice(origin.length), body: request.body?.bytes ?? 0 })
  })
  for await (const event of judge(subject, chosen(choiceOf(options)), inProcessEngine, howOf(options))) {
    if (event.type === 'features') phase = undefined
    if (event.type === 'result') results.push(event.result)
    if (event.type === 'verdict') phase = cleanUp
  }
  for (const { id, exchanges } of results) for (const one of exchanges) steps.get(labels.get(one)!)?.checks.add(id)
  return { discovery, steps, cleanUp, all, checks: results.length }
}

/** The same subject; each exchange of its scenarios and checks is told with their names. */
function watched(
  subject: RegistrySubject,
  onExchange: (label: string, exchange: Exchange) => void,
): Subject<RegistryContext> {
  const contexts = (...how: Parameters<RegistrySubject['contexts']>): ContextFactory<RegistryContext> => {
    const factory = subject.contexts(...how)
    return {
      signal: factory.signal,
      isLost: () => factory.isLost(),
      context: (label, notebook) =>
        factory.context(label, {
          note: (note) => notebook.note(note),
          receive: (response) => notebook.receive?.(response),
          record(exchange, raw) {
            notebook.record(exchange, raw)
            onExchange(label, exchange)
          },
        }),
    }
  }
  return {
    contexts,
    discover: () => subject.discover(),
    calmly: (own) => subject.calmly(own),
    tidy: () => subject.tidy(),
    cleanUp: (stopped) => subject.cleanUp(stopped),
    describe: () => subject.describe(),
    requests: () => subject.requests(),
  }
}
