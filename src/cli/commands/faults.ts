import { faults, variants } from '../../registry/index.ts'
import { print } from '../terminal.ts'

/** Prints the faults and variants that `serve` takes. */
export function faultsCommand(json: boolean): void {
  if (json) {
    const told = {
      faults: faults.map(({ name, description, breaks }) => ({ name, description, breaks })),
      variants: variants.map(({ name, description }) => ({ name, description })),
    }
    print(`${JSON.stringify(told, null, 2)}\n`)
    return
  }
  const width = Math.max(...[...faults, ...variants].map(({ name }) => name.length))
  print('Faults: serve them with --fault NAME[,NAME]\n\n')
  for (const { name, description } of faults) print(`  ${name.padEnd(width)}  ${description}\n`)
  print('\nVariants, which conform: serve them with --variant NAME[,NAME]\n\n')
  for (const { name, description } of variants) print(`  ${name.padEnd(width)}  ${description}\n`)
}
