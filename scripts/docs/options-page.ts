import type { CommandDefinition } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands/index.ts'
import { command as judge } from '../../src/cli/commands/judge.ts'
import { type Group, helpOf, type Option, optionsIn, variablesOf } from '../../src/cli/options/define.ts'
import type { Format } from '../../src/report/format.ts'
import { formats } from '../../src/report/index.ts'
import { generated, row } from './table.ts'

/** Every option of every command, with what else can say it. */
export async function optionsPage(): Promise<string> {
  const all: [name: string, definition: CommandDefinition][] = [['', judge]]
  for (const [name, { load }] of Object.entries(commands)) all.push([name, (await load()).command])
  const takenBy = (option: Option) =>
    all.filter(([name, { groups }]) => name !== '' && takes(groups, option)).map(([name]) => `\`${name}\``)
  const sections = Object.values(judge.groups).map((group) => `### ${group.title}\n\n${runTable(group, takenBy)}`)
  const others = all.slice(1).map(([name, { description, groups }]) => {
    const tables = Object.values(groups).filter(({ options }) => Object.keys(options).length > 0)
    return `### oci-referee ${name}\n\n${description}\n\n${commandTable(tables)}`
  })
  const reports = Object.entries<Format>(formats).map(([name, { file, description }]) =>
    row(`\`${name}\``, `\`${file}\``, description),
  )
  return `${generated}

# Options

Each option of a run can be given on the command line, in the environment, or in a config file (\`oci-referee.yaml\`, \`.yml\` or
\`.json\` in the working directory, or the one that \`--config\` names); those without a config key only on the command line. The
command line wins over the environment, the environment over the file. The variables of the official conformance suite mean here
what they mean there.

## Judging a registry

${sections.join('\n\n')}

\`OCI_TLS\` (\`enabled\`, \`insecure\`, \`disabled\`) also sets the scheme of a target that is given without one.
\`--config <file>\`, \`--version\` and \`--help\` are on the command line alone.

## Reports

| format | file | what it is |
|---|---|---|
${reports.join('\n')}

## Other commands

Options that a run has too are said by the same variables.

${others.join('\n\n')}

## Credentials

A password is never an option, because options can be read by others: it comes from \`--password-stdin\`, \`OCI_REFEREE_PASSWORD\`
or \`OCI_PASSWORD\`; those of identities from \`OCI_REFEREE_PASSWORD_<NAME>\` (another variable where \`passwordEnv\`
names one) or \`--identity-passwords-stdin\`.

Where no user is named, credentials come from what docker and podman keep: \`--docker-config\` names one file, and \`none\` turns
it off. Without it, the first of \`$REGISTRY_AUTH_FILE\`, \`$DOCKER_CONFIG/config.json\` (or \`~/.docker/config.json\`),
\`$XDG_RUNTIME_DIR/containers/auth.json\` and \`~/.config/containers/auth.json\` that names exactly this registry counts. Entries
(\`auths\`, with \`auth\` or \`identitytoken\`), helpers (\`credHelpers\`, \`credsStore\`: \`docker-credential-NAME get\`) and podman's
entries for single repositories are understood.

A password or an identity token is shown to the registry, and to the token service that the registry names: it may lie on another
host, as those of public registries do, but is asked over HTTPS alone unless it runs on this machine. Neither follows a redirect, a
\`Location\` or a \`Link\` to another host, port or scheme; the certificate of \`--cert\` is shown to the registry alone.

## Proxies

Proxies are what \`HTTP_PROXY\`, \`HTTPS_PROXY\`, \`ALL_PROXY\` and \`NO_PROXY\` say, in small letters or in capitals. HTTP is forwarded,
HTTPS goes through a tunnel. \`NO_PROXY\` lists hosts (with all below them), addresses and networks, with or without a port, or
\`*\`. This machine (\`localhost\`, \`127.0.0.0/8\`, \`::1\`) is always asked directly, as container clients do.
`
}

function runTable({ options }: Group, takenBy: (option: Option) => readonly string[]): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const also = takenBy(option)
    const meaning = also.length === 0 ? helpOf(option) : `${helpOf(option)}. Also taken by ${also.join(', ')}`
    return row(written(option), option.commandLineOnly ? '' : `\`${name}\``, variables(name, option), meaning)
  })
  return `| option | config key | environment | meaning |\n|---|---|---|---|\n${rows.join('\n')}`
}

function commandTable(groups: readonly Group[]): string {
  const rows = groups.flatMap(({ options }) =>
    Object.entries(options).map(([name, option]) => row(written(option), variables(name, option), helpOf(option))),
  )
  return `| option | environment | meaning |\n|---|---|---|\n${rows.join('\n')}`
}

/** Whether one of a command's options is this one, perhaps with another default. */
function takes(groups: CommandDefinition['groups'], option: Option): boolean {
  return [...optionsIn(groups).values()].some(
    (one) => one === option || (one.flags === option.flags && !one.commandLineOnly && !option.argument),
  )
}

function written({ flags, argument }: Option): string {
  return `\`${flags ?? argument ?? ''}\``
}

function variables(name: string, option: Option): string {
  return variablesOf(name, option)
    .map((one) => `\`${one}\``)
    .join(' ')
}
