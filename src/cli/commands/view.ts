import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Outcome } from '../../outcome/outcome.ts'
import { serveRegistry } from '../../registry/index.ts'
import { formats } from '../../report/index.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { calledAs } from '../../text/called-as.ts'
import { defineCommand } from '../command.ts'
import { growthIn, loadFile, outcomeFile, readOutcome, readText } from '../files.ts'
import { allUsed, group } from '../options/define.ts'
import { outcomeArgument, previous, viewing } from '../options/reading.ts'
import { print } from '../terminal.ts'

export const command = defineCommand({
  description: 'Show the HTML report of a run in a browser, until interrupted. Reloading it shows the newest run.',
  groups: {
    input: group('Input', { outcome: outcomeArgument, previous }),
    page: group('Page', viewing),
  },
  examples: [
    ['Look at the last run', 'oci-referee view'],
    ['Look at what a load run found', 'oci-referee view reports/load.json'],
    ['Print the address only', 'oci-referee view reports/outcome.json --no-open'],
  ],
  async run({ input: { outcome, previous, ...restOfInput }, page: { port, open, ...restOfPage }, ...others }) {
    allUsed(restOfInput)
    allUsed(restOfPage)
    allUsed(others)
    const file = await fileToShow(outcome)
    const earlier = previous === undefined ? undefined : await readOutcome(await outcomeFile(previous))
    const render = () => pageOf(file, earlier)
    // What cannot be shown is said now, and not in the browser.
    await render()
    const ended = new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    })
    const served = await serveRegistry({ fetch: (request) => respond(request, render) }, { port }).catch(
      (cause: NodeJS.ErrnoException) => {
        throw new OptionError(
          '--port',
          `${port} cannot be listened on (${cause.code ?? cause.message}); take another, or 0 for any`,
        )
      },
    )
    print(`the report is at ${served.url}/ (Ctrl-C ends it)\n`)
    if (open) await openBrowser(`${served.url}/`)
    await ended
    await served.close()
    return 0
  },
})

/** The file that is meant: a folder stands for the outcome in it, or for what a load run left where there is none. */
async function fileToShow(path: string): Promise<string> {
  const file = await outcomeFile(path)
  const load = join(path, loadFile)
  return file !== path && !existsSync(file) && existsSync(load) ? load : file
}

async function pageOf(file: string, previous: Outcome | undefined): Promise<string> {
  if (basename(file) === loadFile || (await isLoad(file))) return loadPage(file)
  const outcome = await readOutcome(file)
  return formats.html.render(outcome, { previous, growth: await growthIn(dirname(file), outcome.target) })
}

/** Whether a file of any name says that a load run wrote it. */
async function isLoad(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^\s*\{\s*"format":\s*"oci-referee\/load\//.test(text)
}

/** @throws UsageError where the file is not what a load run writes */
async function loadPage(file: string): Promise<string> {
  const text = await readText(file, `\`${calledAs()} load\` writes it`)
  const [{ parseLoad }, { loadHtml }] = await Promise.all([
    import('../../load/report/read.ts'),
    import('../../load/report/html.ts'),
  ])
  try {
    return await loadHtml(parseLoad(text))
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`)
  }
}

async function respond(request: Request, render: () => Promise<string>): Promise<Response> {
  const { hostname, pathname } = new URL(request.url)
  // A page of somebody else may name this port by a host of its own.
  if (!['127.0.0.1', 'localhost'].includes(hostname)) return new Response('no such host\n', { status: 421 })
  if (!['GET', 'HEAD'].includes(request.method) || pathname !== '/')
    return new Response('there is only /\n', { status: 404 })
  const headers = {
    'Content-Security-Policy': "frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  }
  try {
    const type = { 'Content-Type': 'text/html; charset=utf-8' }
    return new Response(await render(), { headers: { ...headers, ...type } })
  } catch (cause) {
    // A run that is under way has taken the old outcome away, and not written the new one yet.
    return new Response(`${(cause as Error).message}\n`, { status: 503, headers })
  }
}

/** Where no browser can be opened, the address that was printed is all there is. */
async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import('open')
    const child = await open(url)
    child.on('error', () => {})
  } catch {
    // Said above.
  }
}
