/** How and how wide to print on a stream. */
export function terminalOf(
  stream: NodeJS.WriteStream,
  color?: boolean,
): { color: boolean; width: number; interactive: boolean } {
  const interactive = stream.isTTY === true && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb'
  return {
    color: color ?? wantsColor(stream),
    width: stream.columns || Number(process.env['COLUMNS']) || 100,
    interactive,
  }
}

function wantsColor(stream: NodeJS.WriteStream): boolean {
  if (process.env['NO_COLOR']) return false
  if (process.env['FORCE_COLOR']) return process.env['FORCE_COLOR'] !== '0'
  return stream.isTTY === true && process.env['TERM'] !== 'dumb'
}

/** Prints to standard output. */
export function print(text: string): void {
  process.stdout.write(text)
}

/** A message whose commands can be pasted by a person who has the tool from `npx` alone. */
export function asCalled(message: string): string {
  return message.replace(/(`|: |, or )oci-referee (?=[a-z-])/g, `$1${calledAs()} `)
}

/** How the tool was called, for commands that a person may repeat. */
export function calledAs(): string {
  return process.env['npm_command'] === 'exec' ? 'npx oci-referee' : 'oci-referee'
}
