import { faults, variants } from '../../registry/index.ts'
import { table } from '../../text/table.ts'
import { defineCommand } from '../command.ts'
import { allUsed } from '../options/define.ts'
import { listing } from '../options/listing.ts'
import { print } from '../terminal.ts'

export const command = defineCommand({
  description: 'List the named faults and conforming variants of the embedded registry, which `serve` takes.',
  groups: { listing },
  examples: [['Find the faults of filters', 'oci-referee faults | grep filter']],
  run({ listing: { json, ...rest }, ...others }) {
    allUsed(rest)
    allUsed(others)
    print(json ? asJson() : asText())
    return 0
  },
})

function asJson(): string {
  const document = {
    faults: faults.map(({ name, description, breaks }) => ({ name, description, breaks })),
    variants: variants.map(({ name, description }) => ({ name, description })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function asText(): string {
  const lines = table([...faults, ...variants].map(({ name, description }) => [name, description]))
  const indented = lines.map((line) => `  ${line}`)
  return [
    'Faults: serve them with --fault NAME[,NAME]',
    '',
    ...indented.slice(0, faults.length),
    '',
    'Variants, which conform: serve them with --variant NAME[,NAME]',
    '',
    ...indented.slice(faults.length),
    '',
  ].join('\n')
}
