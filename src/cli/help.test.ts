import { expect, onTestFinished, test, vi } from 'vitest'
import { linesOf } from './cli.test-data.ts'
import { commandNames } from './commands/index.ts'
import { program } from './program.ts'

/** What the tool prints, without a process of its own, on a terminal of 80 columns. */
async function printed(...words: readonly string[]): Promise<string> {
  let text = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk
    return true
  })
  onTestFinished(() => spy.mockRestore())
  expect(await program([process.execPath, 'oci-referee', ...words])).toBe(0)
  spy.mockRestore()
  return text
}

test.each(['', ...commandNames])('oci-referee %s --help', async (name) => {
  const help = await printed(...(name ? [name] : []), '--help')
  await expect(help).toMatchFileSnapshot(`help/oci-referee${name && `-${name}`}.txt`)
  expect(linesOf(help).filter((line) => line.length > 80)).toEqual([])
})

test('help can be asked for in other ways', async () => {
  expect(await printed('help')).toBe(await printed('--help'))
  expect(await printed('-h')).toBe(await printed('--help'))
  expect(await printed('help', 'list')).toBe(await printed('list', '-h'))
})

test('each command is in the help of the tool', async () => {
  const help = await printed('--help')
  for (const name of commandNames) expect(help).toMatch(new RegExp(`^ {2}${name} +[A-Z]`, 'm'))
})
