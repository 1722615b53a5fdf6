import { type RealRegistry, registries, registryNamed } from '../fixtures/registries/index.ts'
import { isMain } from './main-module.ts'

const USAGE = `usage: registries.js list
       registries.js install [name ...]   (all that can be installed here, if none is named)
       registries.js start <name>         (until Ctrl-C)`

/** One line about a registry: what it is and whether it can be started here. */
export async function describeRegistry(registry: RealRegistry): Promise<string> {
  const why = await registry.available()
  const state = (await registry.installed()) ? 'installed' : why === true ? 'not installed' : why
  return `${registry.name} ${registry.version} (referrers API: ${registry.referrers ? 'yes' : 'no'}): ${state}`
}

/** Installs the named registries, or each that is available; tells what it does, one line per registry. */
export async function installRegistries(
  names: readonly string[],
  say: (line: string) => void,
  known: readonly RealRegistry[] = registries,
): Promise<void> {
  const chosen = names.length === 0 ? known : names.map((name) => registryNamed(name, known))
  for (const registry of chosen) {
    const why = await registry.available()
    if (await registry.installed()) {
      say(`${registry.name} is installed`)
    } else if (why === true) {
      say(`installing ${registry.name} ${registry.version}`)
      await registry.install()
    } else if (names.length === 0) {
      say(`leaving out ${registry.name}: ${why}`)
    } else {
      throw new Error(`${registry.name}: ${why}`)
    }
  }
}

async function main([command, ...names]: string[]): Promise<number> {
  if (command === 'list' && names.length === 0) {
    for (const registry of registries) console.log(await describeRegistry(registry))
    return 0
  }
  if (command === 'install') {
    await installRegistries(names, console.log)
    return 0
  }
  if (command === 'start' && names.length === 1) {
    const running = await registryNamed(names[0]!).start()
    console.log(running.url)
    await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
    await running.stop()
    return 0
  }
  console.error(USAGE)
  return 2
}

if (isMain(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 1
  })
}
