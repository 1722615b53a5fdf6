import { expect, test } from 'vitest'
import { UsageError } from '../run/errors.ts'
import { judge } from './judge.ts'
import { type OwnCheck, ownCheck } from './own-check.ts'

const plain: OwnCheck = { id: 'acme/one', title: 'One thing holds', judge: async () => {} }

test.for([
  ['one', '"one" is no id of a check: write area/name in lower case'],
  ['Acme/One', '"Acme/One" is no id of a check'],
  ['referrers/mine', 'referrers/mine: the suites have an area of this name'],
])('%s is no id of an own check', ([id, says]) => {
  expect(() => ownCheck({ ...plain, id: id! })).toThrow(says)
})

test.for(['localhost:5000', 'ftp://a.invalid', 'http://a.invalid/path', 'http://me@a.invalid', ''])(
  '%s is no target of the library',
  async (target) => {
    await expect(judge(target)).rejects.toThrow(UsageError)
  },
)

test('nothing selected is a mistake of the program', async () => {
  await expect(judge('http://127.0.0.1:1', { only: ['existing'] })).rejects.toThrow('no check is selected')
})
