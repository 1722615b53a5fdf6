import { expect, vi } from 'vitest'
import { CannotJudge, UsageError } from '../run/errors.ts'
import { filesIn, folder } from './cli.test-data.ts'
import { program } from './program.ts'

/** Nothing of the person who runs the tests: no credentials, no proxies, nor how the tests were called. */
const homeless = {
  npm_command: '',
  ...{ HOME: '', USERPROFILE: '', DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '', XDG_RUNTIME_DIR: '', XDG_CONFIG_HOME: '' },
  ...{ HTTP_PROXY: '', HTTPS_PROXY: '', ALL_PROXY: '', http_proxy: '', https_proxy: '', all_proxy: '' },
}

/**
 * What the tool says when it gives up, without a process of its own: many cases then cost little. How the process
 * prints that and ends is tested apart.
 * @returns the exit code that the error stands for, and its line
 */
export async function gaveUp(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: 2 | 3; line: string }> {
  const reports = await folder()
  for (const [name, value] of Object.entries({ ...homeless, OCI_REFEREE_REPORTS_DIR: reports, ...env }))
    vi.stubEnv(name, value)
  try {
    await program([process.execPath, 'oci-referee', ...args])
  } catch (cause) {
    if (!(cause instanceof UsageError || cause instanceof CannotJudge)) throw cause
    expect(await filesIn(reports)).toEqual([])
    expect(cause.message).toMatch(/^[^\n]+$/)
    return { code: cause instanceof UsageError ? 2 : 3, line: cause.message }
  } finally {
    vi.unstubAllEnvs()
  }
  throw new Error('it did not give up')
}
