import { expect, test } from 'vitest'
import { repositoriesOf } from './options.ts'

test('repository names come from the seed, and are names whatever it is', () => {
  expect(repositoriesOf('1f2e')).toEqual({
    repository: 'oci-referee/1f2e/a',
    alternateRepository: 'oci-referee/1f2e/b',
  })
  expect(repositoriesOf('My Seed: №7!').repository).toBe('oci-referee/my-seed-7/a')
  expect(repositoriesOf('---').repository).toBe('oci-referee/run/a')
})
