import { expect, test } from 'vitest'
import { shellLine } from '../../text/shell.ts'
import { command } from '../commands/judge.ts'
import { runGroups } from '../options/run.ts'
import { settingsFrom } from '../options/sources.ts'
import { parse, parserOf } from '../parser.ts'
import { withProxies } from '../settings/proxies.ts'
import { resolve } from '../settings/resolve.ts'
import { reachOf } from './reach.ts'

const secret = 's3cr3t-of-ci'

/** What reports say of how a target is reached, by a command line and an environment. */
function reach(line: string, env: Readonly<Record<string, string>> = {}, password = secret) {
  const words = line.split(' ')
  const { values } = parse(parserOf({ usage: '', definition: command }), command, words)!
  const settings = settingsFrom(runGroups, values)
  const { passwordStdin: _, identityPasswordsStdin: __, dockerConfig: ___, ...credentials } = settings.credentials
  const secrets = { password, identityPassword: () => password }
  const run = resolve(words[0], { ...settings, credentials }, secrets)
  const found = reachOf(settings, withProxies(run, env))
  return found && { options: shellLine(found.options), needs: found.needs }
}

test('how a target is reached is said again, without a secret', () => {
  const line = 'https://registry.example --only tags --insecure --rps 5 --username ci --seed 1 --timeout 2s'
  expect(reach(line)).toEqual({
    options: '--rps 5 --insecure --username ci',
    needs: ['the password of ci in OCI_REFEREE_PASSWORD'],
  })
  expect(reach(`${line} --password-stdin`)).toMatchObject({
    options: '--rps 5 --insecure --username ci --password-stdin',
    needs: ['the password of ci on standard input'],
  })
})

test('users and their variables are said again', () => {
  const line =
    'registry.example --identity v=user:v,a:none,b:read+write --identity w=user:u,passwordEnv:W --identity x=a:none'
  expect(reach(line)).toEqual({
    options: "--identity 'v=user:v,a:none,b:read+write;w=user:u,a:none,b:none,passwordEnv:W;x=a:none,b:none'",
    needs: ['the password of v in OCI_REFEREE_PASSWORD_V', 'the password of u in W'],
  })
})

test('a proxy is named, without its credentials', () => {
  const env = { HTTPS_PROXY: 'http://me:hunter22@proxy.example:3128' }
  expect(reach('registry.example', env)).toEqual({
    options: '',
    needs: ['the proxy http://proxy.example:3128 in HTTPS_PROXY'],
  })
  expect(reach('localhost:5000', env)).toBeUndefined()
})

test('a user who is called like their password is not', () => {
  expect(JSON.stringify(reach(`registry.example --username ${secret}`))).not.toContain(secret)
  const line = 'registry.example --username one --identity v=user:v,a:none'
  expect(reach(line, {}, 'one')!.options).toBe("--username '[redacted]' --identity v=user:v,a:none,b:none")
})

test('nothing is said where the address suffices', () => {
  expect(reach('localhost:5000 --only tags --seed 1 --concurrency 3')).toBeUndefined()
})
