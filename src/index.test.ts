import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as library from './index.ts'

/** The comment before the declaration of something that a module exports; undefined: it declares no such thing. */
function docOf(name: string, source: string): string | undefined {
  const declared = new RegExp(`^export (?:async )?(?:function|const|class) ${name}\\b`, 'm').exec(source)
  if (!declared) return undefined
  return /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/.exec(source.slice(0, declared.index))?.[0] ?? ''
}

const modules = [...readFileSync(join(import.meta.dirname, 'index.ts'), 'utf8').matchAll(/from '(\.\/[^']+)'/g)]
  .map(([, path]) => join(import.meta.dirname, path!))
  .concat(['create', 'serve'].map((name) => join(import.meta.dirname, 'registry', `${name}.ts`)))
  .concat(join(import.meta.dirname, 'catalogue/questions.ts'))
  .map((path) => readFileSync(path, 'utf8'))

test.for(Object.entries(library))('%s is documented, and a function with an example', ([name, value]) => {
  const doc = modules.map((source) => docOf(name, source)).find((found) => found !== undefined)
  expect(doc).toMatch(/^\/\*\*/)
  const isClass = name === 'CannotJudge' || name === 'UsageError'
  if (typeof value === 'function' && !isClass) expect(doc).toContain('@example')
})
