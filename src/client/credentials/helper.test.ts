import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { home, withHelper } from './files.test-data.ts'
import { askHelper } from './helper.ts'
import { CredentialsTrouble } from './trouble.ts'

async function asking(lines: string, withinMs?: number) {
  const env = { PATH: await withHelper('test', lines), GREETING: 'hello' }
  return askHelper('test', 'registry.example:5000', { env, ...(withinMs !== undefined && { withinMs }) })
}

test('is asked to get what it keeps for the server on its standard input', async () => {
  const script = `printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}' x "$1 $(cat)" "$GREETING"`
  expect(await asking(script)).toEqual({ username: 'get registry.example:5000', password: 'hello' })
})

test('the user <token> is an identity token', async () => {
  expect(await asking(`echo '{"Username":"<token>","Secret":"t"}'`)).toEqual({ identityToken: 't' })
})

test('nothing kept is no trouble', async () => {
  expect(await asking('echo "credentials not found in native keychain"; exit 1')).toBeUndefined()
  expect(await asking(`echo '{"Username":"","Secret":""}'`)).toBeUndefined()
})

describe('trouble, in one line', () => {
  test.each([
    [
      'a failure with a reason',
      'echo "the key ring is locked" >&2; exit 1',
      'failed for registry.example:5000: the key',
    ],
    ['a reason on standard output', 'echo "no session"; exit 1', 'no session'],
    ['a failure without', 'exit 7', 'it ended with 7'],
    ['a signal', 'kill -TERM $$', 'it ended with a signal'],
    ['output without end', 'yes', 'it prints without end'],
  ])('%s', async (_, script, says) => {
    const asked = asking(script)
    await expect(asked).rejects.toThrow(CredentialsTrouble)
    await expect(asked).rejects.toThrow(says)
  })

  test('no end', async () => {
    // A child of it holds the pipe open until the test is over: that must not keep anybody waiting either.
    const file = join(await home({ 'exists-until-the-end': '' }), 'exists-until-the-end')
    const script = `(while [ -e '${file}' ]; do sleep 0.1; done) & wait`
    await expect(asking(script, 200)).rejects.toThrow('it did not end within 200 ms')
  })

  test('no such program', async () => {
    await expect(askHelper('none', 'registry.example', { env: { PATH: '/nowhere' } })).rejects.toThrow(
      'docker-credential-none get failed for registry.example: there is no such program on the PATH',
    )
  })

  test.each([
    ['no JSON', 'echo hunter22'],
    ['no object', 'echo null'],
    ['no secret', `echo '{"Username":"hunter22"}'`],
    ['another type', `echo '{"Username":"u","Secret":["hunter22"]}'`],
  ])('output that is %s is not repeated', async (_, script) => {
    await expect(asking(script)).rejects.toThrow(
      /^docker-credential-test get answered for registry\.example:5000 without Username and Secret in JSON$/,
    )
  })
})
