import { readFile } from 'node:fs/promises'
import { checks } from '../../catalogue/index.ts'
import type { Outcome } from '../../outcome/outcome.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { type Expectation, withExpectations } from '../../run/expectations.ts'
import { calledAs } from '../../text/called-as.ts'
import { didYouMean, nearest } from '../nearest.ts'

const filled = { type: 'string', minLength: 1 }

/** JSON Schema of a file of expectations. */
const schema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      id: filled,
      reason: filled,
      link: { type: 'string', pattern: '^https?://' },
      until: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    },
    required: ['id', 'reason'],
    additionalProperties: false,
  },
}

/** What each key has to be, for messages. */
const wanted: Readonly<Record<string, string>> = {
  id: 'the id of a check',
  reason: 'a text that says why',
  link: 'an address that begins with https:// or http://',
  until: 'a day such as 2027-01-31',
}

/** The text of a file of expectations. @throws UsageError */
export async function readExpectations(file: string, option: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const hint = cause.code === 'ENOENT' ? `: \`${calledAs()} expect --init\` writes one` : ''
    throw new OptionError(option, `${file} cannot be read (${cause.code})${hint}`)
  })
}

/**
 * The known failures that a YAML file lists, each with its id and reason, and perhaps a link and a last day.
 * @throws UsageError that names the file and the line
 */
export async function expectationsIn(file: string, option = '--expect'): Promise<readonly Expectation[]> {
  const { isMap, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(await readExpectations(file, option), { lineCounter: lines, prettyErrors: false })
  const at = (offset: number | undefined) =>
    `${option}: ${file}, line ${offset === undefined ? 1 : lines.linePos(offset).line}`
  const error = document.errors[0]
  if (error) throw new UsageError(`${at(error.pos[0])}: ${error.message.split('\n')[0]}`)
  let value: unknown
  try {
    value = document.toJS() ?? []
  } catch (cause) {
    throw new OptionError(option, `${file}: ${(cause as Error).message}`)
  }
  const nodes = isSeq(document.contents) ? document.contents.items : []
  const lineOf = (index: number) => {
    const node = nodes[index]
    return at(isMap(node) ? node.range?.[0] : undefined)
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile<readonly Expectation[]>(schema)
  if (!validate(value)) {
    // A mistyped key explains that the right one is missing.
    const [first, ...rest] = validate.errors!
    const typo = rest.find((one) => one.keyword === 'additionalProperties' && one.instancePath === first!.instancePath)
    throw new UsageError(explained(typo ?? first!, lineOf, `${option}: ${file}`))
  }
  expectKnown(value, lineOf)
  return value
}

/** Fails for ids that no check has, for days that no calendar has, and for what is said twice. @throws UsageError */
function expectKnown(expectations: readonly Expectation[], lineOf: (index: number) => string): void {
  const ids = new Set<string>()
  for (const [index, { id, until }] of expectations.entries()) {
    if (!checks.has(id)) {
      const near = nearest(id, [...checks.keys()])
      const hint = didYouMean(near, `see \`${calledAs()} list\``)
      throw new UsageError(`${lineOf(index)}: no check is called ${JSON.stringify(id)}; ${hint}`)
    }
    if (ids.has(id)) throw new UsageError(`${lineOf(index)}: ${id} is there twice`)
    if (until !== undefined && !isDay(until)) throw new UsageError(`${lineOf(index)}: ${until} is no day`)
    ids.add(id)
  }
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Record<string, unknown>
}

function explained(
  { instancePath, keyword, params }: SchemaError,
  lineOf: (index: number) => string,
  file: string,
): string {
  const [, index, key] = instancePath.split('/')
  if (index === undefined) return `${file} holds no list: write \`- id: …\` and \`reason: …\` for each check`
  const where = lineOf(Number(index))
  if (keyword === 'required') return `${where}: ${String(params['missingProperty'])} is missing`
  if (keyword === 'additionalProperties') {
    const unknown = String(params['additionalProperty'])
    const [near] = nearest(unknown, Object.keys(wanted))
    return `${where}: unknown key ${JSON.stringify(unknown)}${near ? `, did you mean ${near}?` : ''}`
  }
  return key === undefined
    ? `${where}: write \`id: …\` and \`reason: …\``
    : `${where}: ${key} must be ${wanted[key] ?? 'something else'}`
}

/** An outcome with the known failures of a file marked; without a file as it is. @throws UsageError */
export async function expecting(outcome: Outcome, file: string | undefined): Promise<Outcome> {
  return file === undefined ? outcome : withExpectations(outcome, await expectationsIn(file), today())
}

/** The day, as expectations name it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}
