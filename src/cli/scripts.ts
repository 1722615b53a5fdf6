import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Finding, Outcome } from '../outcome/outcome.ts'
import type { Recording } from '../outcome/recording.ts'
import { scriptName, scriptsFolder } from '../report/script/file-name.ts'
import { mark, scriptOf } from '../report/script/script.ts'
import { NoScript } from '../report/script/steps.ts'

/** Characters of a script that an outcome takes along, so that reports can show it. */
const maxText = 64 * 1024

/**
 * Writes a script for each finding that was recorded, with the bodies that are too large for it beside it.
 * @param folder the one of the reports
 * @returns the outcome, where findings name their scripts or say why they have none
 */
export async function writeScripts(
  outcome: Outcome,
  recordings: ReadonlyMap<string, Recording>,
  folder: string,
): Promise<Outcome> {
  const findings: Finding[] = []
  for (const finding of outcome.findings) findings.push({ ...finding, ...(await written(finding)) })
  return { ...outcome, findings }

  async function written({ id }: Finding): Promise<Pick<Finding, 'script' | 'scriptText' | 'scriptless'>> {
    const recording = recordings.get(id)
    if (!recording) return { scriptless: 'it was seen in the whole run only' }
    const check = outcome.checks.find((one) => one.id === id)!
    const name = scriptName(id)
    const path = join(folder, scriptsFolder, name)
    try {
      const { text, bodies } = scriptOf(recording, check, outcome, name)
      await mkdir(bodies.length > 0 ? path : dirname(path), { recursive: true })
      for (const body of bodies) await writeFile(join(path, body.name), body.bytes)
      await writeFile(`${path}.sh`, text)
      return { script: `${scriptsFolder}/${name}.sh`, ...(text.length <= maxText && { scriptText: text }) }
    } catch (cause) {
      if (cause instanceof NoScript) return { scriptless: cause.message }
      const { code = String(cause) } = cause as NodeJS.ErrnoException
      return { scriptless: `it could not be written (${code})` }
    }
  }
}

/** Takes away the scripts of an earlier run, and nothing else that lies there. */
export async function removeScripts(folder: string): Promise<void> {
  const path = join(folder, scriptsFolder)
  const names = await readdir(path).catch(() => [])
  for (const name of names.filter((one) => one.endsWith('.sh'))) {
    const text = await readFile(join(path, name), 'utf8').catch(() => '')
    if (!text.includes(mark)) continue
    await rm(join(path, name), { force: true })
    await rm(join(path, name.slice(0, -'.sh'.length)), { recursive: true, force: true })
  }
}
