import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRegistry, serveRegistry } from '../src/registry/index.ts'
import { faults, words } from './readme-run.ts'
import { cli } from './run-referee.ts'

const picture = join(import.meta.dirname, '..', '..', 'docs', 'report.svg')
const columns = 96

/** The colours that the report uses, by their ANSI numbers. */
const classes: Readonly<Record<string, string>> = {
  '1': 'bold',
  '2': 'dim',
  '31': 'red',
  '32': 'green',
  '33': 'yellow',
  '36': 'cyan',
}
const palette =
  'text{font:13px ui-monospace,SFMono-Regular,Menlo,monospace;fill:#d7dae0;white-space:pre}.bold{font-weight:700}.dim{fill:#8b93a1}.red{fill:#ff7b72}.green{fill:#7ee787}.yellow{fill:#e3b341}.cyan{fill:#79c0ff}'

/** Draws what a run prints on a terminal as the SVG that the README shows. */
async function main(): Promise<void> {
  const served = await serveRegistry(createRegistry({ faults }), { port: 5000 })
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-picture-'))
  try {
    const printed = await run(served.url, folder)
    const lines = printed.replaceAll(folder, 'reports').trimEnd().split('\n')
    await writeFile(picture, svg([`$ npx oci-referee ${served.url}`, '', ...lines]))
  } finally {
    await served.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function run(url: string, folder: string): Promise<string> {
  const call = [cli, url, ...words, '--quiet', '--reports-dir', folder]
  const env = { ...process.env, FORCE_COLOR: '1', COLUMNS: String(columns), CI: '' }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, call, { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      // It ends with 1, as it should: the target has faults.
      if (error?.code === 1) resolve(stdout)
      else reject(new Error(`the run did not end with findings: ${stderr}`))
    })
  })
}

function svg(lines: readonly string[]): string {
  const height = 24 + lines.length * 18
  const width = 24 + columns * 7.85
  const rows = lines.map((line, at) => `<text x="16" y="${28 + at * 18}">${spans(line)}</text>`).join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The report of a run in a terminal">
<style>${palette}</style>
<rect width="100%" height="100%" rx="8" fill="#161b22"/>
${rows}
</svg>
`
}

/** One line with its ANSI colours as spans. */
function spans(line: string): string {
  let active = new Set<string>()
  let result = ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is read here
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const code = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1]
    if (code === undefined) {
      const names = [...active].join(' ')
      const text = part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      if (text) result += names ? `<tspan class="${names}">${text}</tspan>` : text
    } else if (classes[code]) active = new Set([...active, classes[code]])
    else if (code === '22') active = new Set([...active].filter((name) => name !== 'bold' && name !== 'dim'))
    else if (code === '39') active = new Set([...active].filter((name) => name === 'bold' || name === 'dim'))
    else active = new Set()
  }
  return result
}

await main()
