import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { History } from '../../../suites/explore/history.ts'
import { readHistory, writeHistory } from '../../../suites/explore/history-file.ts'
import { UsageError } from '../../run/errors.ts'

const ending = '.history.json'

/** Reads a history. @throws UsageError when the file is none */
export async function historyIn(file: string): Promise<History> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${cause.code})`)
  })
  try {
    return readHistory(text)
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`)
  }
}

/** The histories of a folder, by the names of their files. */
export async function historiesIn(folder: string): Promise<readonly History[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort()
  return Promise.all(names.map((name) => historyIn(join(folder, name))))
}

/** Keeps a history in a folder, under a name that follows from what it is. */
export async function addHistory(folder: string, history: History): Promise<void> {
  const text = writeHistory(history)
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16)
  await writeFile(join(folder, `${name}${ending}`), text)
}

/** Writes the history of the finding of a number, and returns its path. */
export async function writeFinding(folder: string, number: number, history: History): Promise<string> {
  const path = join(folder, `${number}${ending}`)
  await writeFile(path, writeHistory(history))
  return path
}
