import { spawn } from 'node:child_process'
import pLimit from 'p-limit'
import type { Change } from '../registry/change.ts'
import { createRegistry, faults, serveRegistry, variants } from '../registry/index.ts'
import type { FaultRow, VariantRow } from './matrix.ts'

/** Another tool that judges registries. */
export interface OtherTool {
  /** What its column is called. */
  readonly name: string
  /**
   * Whether it finds fault with the registry at this origin, which is called so in this proof. The signal tells it that
   * it has had its time.
   */
  complains(url: string, registry: string, signal: AbortSignal): Promise<boolean>
  /** Registries that it judges at once. */
  readonly atOnce: number
}

/** The other tool could not be run at all, so that it says nothing of a registry. */
export class OtherToolTrouble extends Error {
  override readonly name = 'OtherToolTrouble'
}

/**
 * A tool that is run as a shell command: it finds fault when it ends with another code than 0. `{url}` in it stands
 * for the origin of the registry (`http://127.0.0.1:5000`), `{host}` for its host and port.
 */
export function commandTool(command: string): OtherTool {
  return {
    name: command,
    atOnce: 2,
    complains: (url, _, signal) =>
      new Promise((resolve, reject) => {
        const text = command.replaceAll('{url}', url).replaceAll('{host}', new URL(url).host)
        // A group of its own, so that whatever the shell started ends with it.
        const child = spawn('sh', ['-c', text], { stdio: 'ignore', detached: true })
        const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL')
        signal.addEventListener('abort', end)
        child.once('error', reject)
        child.once('close', (code, ended) => {
          signal.removeEventListener('abort', end)
          if (code === 127) reject(new OtherToolTrouble(`the shell finds no such command: ${command}`))
          else if (ended) reject(new OtherToolTrouble(`the command was ended by ${ended}`))
          else resolve(code !== 0)
        })
      }),
  }
}

/** How long another tool may take over one registry. Some never come to an end with a registry that is wrong. */
const longestMs = 300_000

/** Runs the other tool on served registries with the same faults and variants, and adds its verdicts. */
export async function withOther<T extends { faults: readonly FaultRow[]; variants: readonly VariantRow[] }>(
  rows: T,
  tool: OtherTool,
  onProgress?: (done: number, of: number) => void,
  maxMs = longestMs,
): Promise<T> {
  let done = 0
  const of = rows.faults.length + rows.variants.length
  const limit = pLimit(tool.atOnce)
  const complains = (
    name: string,
    changes: { faults?: string[]; variants?: string[] },
    features?: Change['features'],
  ) =>
    limit(async () => {
      const served = await serveRegistry(createRegistry({ ...changes, ...(features && { features }) }))
      try {
        const signal = AbortSignal.timeout(maxMs)
        return await tool.complains(served.url, name, signal).catch((cause: unknown) => {
          if (signal.aborted) return 'hung' as const
          throw cause
        })
      } finally {
        await served.close()
      }
    })
  // A tool that also complains where nothing is wrong says nothing about a fault there.
  const baselines = new Map<string, Promise<boolean | 'hung'>>()
  const baseline = (change: Change): Promise<boolean | 'hung'> => {
    // Nobody tells the other tool of users: it could not even log in.
    if (change.hints?.users) return Promise.resolve(true)
    // What nobody tells a tool is part of what it has to find out.
    const features = (change.hints?.features && change.features) ?? {}
    const key = JSON.stringify(features)
    const known = baselines.get(key) ?? complains(`unbroken-${baselines.size}`, {}, features)
    baselines.set(key, known)
    return known
  }
  const [judgedFaults, judgedVariants] = await Promise.all([
    Promise.all(
      rows.faults.map(async (row) => {
        const unclear = await baseline(faults.find(({ name }) => name === row.name)!)
        const caught = !unclear && (await complains(row.name, { faults: [row.name] }))
        onProgress?.(++done, of)
        return {
          ...row,
          other: unclear ? 'unclear' : caught === 'hung' ? caught : caught ? 'caught' : 'missed',
        } as const
      }),
    ),
    Promise.all(
      rows.variants.map(async (row) => {
        const unclear = await baseline({ ...variants.find(({ name }) => name === row.name)!, features: {} })
        const red = !unclear && (await complains(row.name, { variants: [row.name] }))
        onProgress?.(++done, of)
        return { ...row, other: unclear ? 'unclear' : red === 'hung' ? red : red ? 'red' : 'green' } as const
      }),
    ),
  ])
  return { ...rows, faults: judgedFaults, variants: judgedVariants }
}
