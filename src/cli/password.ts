import { UsageError } from '../run/errors.ts'
import { passwordFrom } from './settings/environment.ts'

const longest = 64 * 1024

/** The password: from standard input when asked for, else from the environment. */
export async function password(fromStdin: boolean): Promise<string | undefined> {
  if (!fromStdin) return passwordFrom(process.env)
  if (process.stdin.isTTY)
    throw new UsageError('--password-stdin: pipe the password in, as in `printf %s "$PASSWORD" | oci-referee …`')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    // A token service's tokens are long, but not that long: this is some other file.
    if (size > longest) throw new UsageError('--password-stdin: standard input holds more than a password')
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (text === '') throw new UsageError('--password-stdin: standard input is empty')
  return text
}
