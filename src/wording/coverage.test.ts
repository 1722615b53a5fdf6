import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { requirements } from '../catalogue/index.ts'
import { specVersions } from '../catalogue/types.ts'
import { recognise } from './recognise.ts'
import { readSpec, type Statement } from './statements.ts'

/** The texts lie beside a checkout, not in it; where they are missing, what needs them is left out and said so. */
const textsAt = new URL('../../../shared/spec/', import.meta.url)
const files = {
  '1.0': 'spec-v1.0.1.md',
  '1.1.0': 'spec-v1.1.0.md',
  '1.1.1': 'spec-v1.1.1.md',
  main: 'spec-main.md',
} as const
const missing = 'the specification texts are not beside this checkout (shared/spec)'
const there = Object.values(files).every((file) => existsSync(new URL(file, textsAt)))

function orSkip(context: { skip: (reason: string) => void }): void {
  if (there) return
  console.info(missing)
  context.skip(missing)
}

const statementsOf = (file: string) => readSpec(file, readFileSync(new URL(file, textsAt), 'utf8')).statements

/** Statements that no requirement knows. */
function unknown(statements: readonly Statement[]): Statement[] {
  const recognised = recognise(statements, requirements)
  return statements.filter((_, at) => recognised[at]!.length === 0)
}

const keywords = (statements: readonly Statement[]) => statements.flatMap((one) => one.keywords).length

describe('each keyword of the specification is accounted for', () => {
  test.for(specVersions)('in %s', (version, context) => {
    orSkip(context)
    const statements = statementsOf(files[version])
    expect(statements.length).toBeGreaterThan(80)
    const forgotten = unknown(statements)
    expect(forgotten.map(({ line, heading, fingerprint }) => `line ${line}, ${heading}: ${fingerprint}`)).toEqual([])
  })

  test('223 in the newest text', (context) => {
    orSkip(context)
    const statements = statementsOf(files.main)
    expect(keywords(statements)).toBe(223)
    expect(specVersions.map((version) => keywords(statementsOf(files[version])))).toEqual([111, 183, 192, 223])
  })
})
