import { homedir } from 'node:os'
import { join } from 'node:path'
import { isExecutable, run, which } from '../fixtures/registries/command.ts'

const IMPORT_PATH = 'github.com/opencontainers/distribution-spec/conformance'
const PROGRAM = 'conformance'

/** The version that is installed when there is none. */
export const OFFICIAL_VERSION = 'v0.0.0-20260831232431-97274622c111'

/** The official suite as a program on this machine. */
export interface OfficialBinary {
  readonly path: string
  /** The module version inside the program; `unknown` if there is no Go toolchain to ask. */
  readonly version: string
}

/** The module version of a program from what `go version -m` says; undefined when it is another program. */
export function officialVersionIn(buildInfo: string): string | undefined {
  const fields = buildInfo.split('\n').map((line) => line.trim().split('\t'))
  if (!fields.some(([kind, path]) => kind === 'path' && path === IMPORT_PATH)) return undefined
  return fields.find(([kind, path]) => kind === 'mod' && path === IMPORT_PATH)?.[2] ?? 'unknown'
}

/** Where `go install` puts programs. */
async function goFolders(go: string | undefined): Promise<string[]> {
  if (go === undefined) return [process.env.GOBIN ?? '', join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin')]
  const [gobin = '', gopath = ''] = (await run(go, ['env', 'GOBIN', 'GOPATH'])).split('\n')
  return [gobin, join(gopath, 'bin')]
}

/** Looks on the PATH, in GOBIN and in GOPATH's bin. A program of the same name that is not the suite is passed over. */
export async function findOfficial(): Promise<OfficialBinary | undefined> {
  const go = await which('go')
  const folders = (await goFolders(go)).filter((folder) => folder !== '')
  const candidates = [await which(PROGRAM), ...folders.map((folder) => join(folder, PROGRAM))]
  for (const path of candidates) {
    if (path === undefined || !(await isExecutable(path))) continue
    if (go === undefined) return { path, version: 'unknown' }
    const version = officialVersionIn(await run(go, ['version', '-m', path]).catch(() => ''))
    if (version !== undefined) return { path, version }
  }
  return undefined
}

/**
 * Finds the suite or, if it is absent, installs the pinned version where `go install` puts programs.
 * @throws an Error that says what is missing
 */
export async function obtainOfficial(): Promise<OfficialBinary> {
  const found = await findOfficial()
  if (found) return found
  const go = await which('go')
  if (go === undefined) throw new Error(`the official suite (${PROGRAM}) is not installed, and there is no go command`)
  await run(go, ['install', `${IMPORT_PATH}@${OFFICIAL_VERSION}`])
  const installed = await findOfficial()
  if (installed) return installed
  throw new Error(`go installed ${IMPORT_PATH}, but ${PROGRAM} is neither on the PATH nor where Go puts programs`)
}
