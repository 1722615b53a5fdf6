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
