import { execFile } from 'node:child_process'
import type { Login } from '../auth/login.ts'
import { CredentialsTrouble } from './trouble.ts'

const maxOutput = 64 * 1024

export interface HelperOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds until a helper that does not respond is ended. A person may have to unlock a key ring meanwhile. */
  readonly withinMs?: number
}

/**
 * Asks a credential helper of docker: `docker-credential-NAME get`, with the server on standard input.
 * @returns undefined when it keeps nothing for that server
 * @throws CredentialsTrouble when it is not there, fails, or answers something else
 */
export async function askHelper(name: string, server: string, options: HelperOptions): Promise<Login | undefined> {
  const program = `docker-credential-${name}`
  const { failed, stdout, stderr } = await output(program, server, options)
  if (failed) {
    if (/credentials not found/i.test(stdout)) return undefined
    throw new CredentialsTrouble(`${program} get failed for ${server}: ${failed(stderr.trim() || stdout.trim())}`)
  }
  // What it answers is never repeated: it holds a secret.
  const wrong = new CredentialsTrouble(`${program} get answered for ${server} without Username and Secret in JSON`)
  let reply: { Username?: unknown; Secret?: unknown } | null
  try {
    reply = JSON.parse(stdout)
  } catch {
    throw wrong
  }
  const { Username: username, Secret: secret } = reply ?? {}
  if (typeof username !== 'string' || typeof secret !== 'string') throw wrong
  if (secret === '') return undefined
  // Under this name a helper keeps an identity token in the place of a password.
  return username === '<token>' ? { identityToken: secret } : { username, password: secret }
}

interface Output {
  /** Says why it failed, given what it printed; absent when it ended well. */
  readonly failed?: (printed: string) => string
  readonly stdout: string
  readonly stderr: string
}

function output(program: string, input: string, { env, withinMs = 60_000 }: HelperOptions): Promise<Output> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ['get'],
      { env: { ...env }, timeout: withinMs, killSignal: 'SIGKILL', maxBuffer: maxOutput, encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (!error) return resolve({ stdout, stderr })
        const { code, killed } = error as NodeJS.ErrnoException & { killed?: boolean }
        resolve({
          stdout,
          stderr,
          failed: (printed) => {
            if (String(code) === 'ENOENT') return 'there is no such program on the PATH'
            if (String(code) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it prints without end'
            if (killed) return `it did not end within ${withinMs} ms`
            return printed.slice(0, 200) || `it ended with ${code ?? 'a signal'}`
          },
        })
      },
    )
    // It may end without having read its input.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
