import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

test('the lock names the optional packages of every platform', () => {
  const file = join(import.meta.dirname, '..', 'package-lock.json')
  const packages: Record<string, Locked> = JSON.parse(readFileSync(file, 'utf8')).packages
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  )
  expect(Object.keys(packages).length).toBeGreaterThan(50)
  expect(missing).toEqual([])
})
