import { describe, expect, test } from 'vitest'
import { declaredBy, readIdentities, variableOf } from './identities.ts'

const read = (text: string) => readIdentities(text, '--identity')

describe('identities on the command line', () => {
  test('a name, a user, and rights in both repositories', () => {
    expect(read('vendor=user:robot$vendor:x,a:none,b:read+write+delete')).toEqual([
      { name: 'vendor', user: 'robot$vendor:x', a: [], b: ['read', 'write', 'delete'] },
    ])
    expect(read('r=b:delete+read,user:me,passwordEnv:MY_PASSWORD ; anonymous=a:read; ')).toEqual([
      { name: 'r', user: 'me', a: [], b: ['read', 'delete'], passwordEnv: 'MY_PASSWORD' },
      { name: 'anonymous', a: ['read'], b: [] },
    ])
  })

  test.each([
    ['vendor', 'begin with a name, as in vendor=user:vendor'],
    ['=a:read', 'begin with a name'],
    ['ven dor=a:read', 'begin with a name'],
    ['vendor=', 'vendor has a part that is none of user:…, a:…, b:…, passwordEnv:…'],
    ['vendor=read', 'vendor has a part that is none of user:…'],
    ['vendor=usr:me', 'did you mean user?'],
    ['vendor=user:me,password:hunter2', 'a password does not belong there, set OCI_REFEREE_PASSWORD_VENDOR instead'],
    ['vendor=user:me,a:pull', 'a of vendor is "pull"; write none, or read, write, delete with + between'],
    ['vendor=user:me,a:read+none', 'a of vendor is "read+none"'],
    ['vendor=user:me,a:read,a:write', 'vendor has a twice'],
    ['vendor=user:,a:read', 'user of vendor is empty; leave it out for anonymous'],
    ['vendor=user:me,passwordEnv:$X', 'passwordEnv of vendor is no name of an environment variable'],
  ])('%j is told in one line', (text, says) => {
    expect(() => read(text)).toThrow(`--identity: ${says}`.slice(0, 12))
    expect(() => read(text)).toThrow(says)
    expect(() => read(text)).not.toThrow('hunter2')
  })
})

describe('identities with credentials', () => {
  const password = () => 's3cret'

  test('a user gets a password, anonymous none', () => {
    expect(declaredBy(read('vendor=user:v,b:read;anonymous=a:none'), password)).toEqual([
      { name: 'vendor', credentials: { username: 'v', password: 's3cret' }, a: [], b: ['read'] },
      { name: 'anonymous', a: [], b: [] },
    ])
  })

  test.each([
    ['one=user:a;one=user:b', 'one is declared twice'],
    ['one=a:read;two=b:read', 'one and two have no user:, yet only one of them can be anonymous'],
    ['anonymous=a:read;vendor=user:v,b:read', 'vendor has no read in a, which anonymous is declared to have'],
  ])('%j contradicts itself', (text, says) => {
    expect(() => declaredBy(read(text), password)).toThrow(`--identity: ${says}`)
  })

  test('a user without a password is told where to put it', () => {
    const none = () => undefined
    expect(() => declaredBy(read('my-vendor=user:v'), none)).toThrow(
      '--identity: my-vendor needs a password: set OCI_REFEREE_PASSWORD_MY_VENDOR, or use --identity-passwords-stdin',
    )
    expect(() => declaredBy(read('v=user:v,passwordEnv:MINE'), none)).toThrow('set MINE, or use')
    expect(variableOf('a-b_C')).toBe('OCI_REFEREE_PASSWORD_A_B_C')
  })
})
