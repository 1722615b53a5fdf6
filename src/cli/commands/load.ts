import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { isLoopback } from '../../client/is-loopback.ts'
import { UsageError } from '../../run/errors.ts'
import { defineCommand } from '../command.ts'
import { targetGroups, targetOptions } from '../explore/target.ts'
import { makeWritable } from '../files.ts'
import { onInterrupt } from '../interrupt.ts'
import { connection } from '../options/connection.ts'
import { content } from '../options/content.ts'
import { credentials } from '../options/credentials.ts'
import { allUsed, pick } from '../options/define.ts'
import { loading } from '../options/load.ts'
import { output } from '../options/output.ts'
import { repositories } from '../options/repositories.ts'
import { valuesFrom } from '../options/sources.ts'
import { target } from '../options/target.ts'
import { print, terminalOf } from '../terminal.ts'

export const command = defineCommand({
  description:
    'Measure how the cost of a push, a list, a filtered list, a page and a pull grows with the length of a list, the manifests in a repository and the requests at once. Judges nothing; what it pushes is removed.',
  groups: {
    target: pick(target, 'target'),
    loading,
    content: pick(content, 'seed'),
    repositories: pick(repositories, 'repo', 'allowContent', 'keep'),
    output: pick(output, 'reportsDir', 'quiet', 'color'),
    connection,
    credentials,
  },
  examples: [
    ['See how a registry bears long lists', 'oci-referee load localhost:5000 --referrers 1000,10000 --for 2m'],
  ],
  notes: [
    'It writes load.json, load.svg and load.html; `oci-referee view reports/load.json` shows the last. The HTML report of a run in the same folder shows the growth as well.',
  ],
  async run({ target, loading, content, repositories, output, connection, credentials, ...others }) {
    allUsed(others)
    const { referrers, atOnce, for: forMs, yes, ...restOfLoading } = loading
    const { reportsDir, quiet, color, ...restOfOutput } = output
    allUsed(restOfLoading)
    allUsed(restOfOutput)
    const options = await targetOptions({
      target,
      content,
      connection,
      credentials,
      repositories: valuesFrom(targetGroups.repositories, repositories),
      judging: valuesFrom(targetGroups.judging),
      selection: valuesFrom(targetGroups.selection),
    })
    await expectConsent(options.connection.origin, Math.max(...referrers), forMs, yes)
    await makeWritable(reportsDir)
    const interruption = onInterrupt((text) => process.stderr.write(`\noci-referee: ${text}\n`))
    try {
      const { load } = await import('../../load/load.ts')
      const onProgress = (text: string) => {
        if (!quiet) process.stderr.write(`${text}\n`)
      }
      const result = await load(options, { referrers, atOnce, forMs, onProgress }, interruption.signal)
      const [{ loadFormats }, { loadText }] = await Promise.all([
        import('../../load/report/index.ts'),
        import('../../load/report/terminal.ts'),
      ])
      print(loadText(result, terminalOf(process.stdout, color)))
      for (const { file, render } of Object.values(loadFormats)) {
        const path = join(reportsDir, file)
        await writeFile(path, await render(result))
        if (!quiet) print(`wrote ${path}\n`)
      }
      return interruption.exitCode() ?? 0
    } finally {
      interruption.release()
    }
  },
})

/** Asks before somebody else's machine is loaded. @throws UsageError when the person says no, or there is nobody to ask */
async function expectConsent(origin: string, referrers: number, forMs: number, yes: boolean): Promise<void> {
  if (yes || isLoopback(new URL(origin).hostname)) return
  const what = `${origin} is not this machine, and is to be sent ${referrers} manifests and more in up to ${forMs / 1000} s`
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new UsageError(`${what}: say --yes where that is right`)
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await asking.question(`${what}. Go on? [y/N] `)
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was sent')
  } finally {
    asking.close()
  }
}
