import { faults, variants } from '../../registry/index.ts'
import { table } from '../../text/table.ts'
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
  const lines = table([...faults, ...variants].map(({ name, description }) => [name, description]))
  const list = (some: readonly string[]) => some.map((line) => `  ${line}\n`).join('')
  print(`Faults: serve them with --fault NAME[,NAME]\n\n${list(lines.slice(0, faults.length))}`)
  print(`\nVariants, which conform: serve them with --variant NAME[,NAME]\n\n${list(lines.slice(faults.length))}`)
}
