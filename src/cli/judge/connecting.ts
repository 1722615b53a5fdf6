import { connection } from '../options/connection.ts'
import { credentials } from '../options/credentials.ts'
import { type Option, spelled } from '../options/define.ts'
import { flag } from '../options/kinds.ts'

const { timeout, ca, cert, key, insecure } = connection.options
const options: readonly Option[] = [timeout, ca, cert, key, insecure, ...Object.values(credentials.options)]

/**
 * The words of a command line that say how the target is reached, and as whom: a line that repeats the run needs them
 * again. No password is among them, for none is ever an option.
 * @example connectingWords(['localhost', '--ca=ca.pem', '--only', 'tags']) // ['--ca=ca.pem']
 */
export function connectingWords(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const found = options.find((one) => word === spelled(one) || word.startsWith(`${spelled(one)}=`))
    if (!found) return []
    const isWhole = found.kind === (flag as unknown) || word.includes('=')
    return isWhole ? [word] : words.slice(at, at + 2)
  })
}
