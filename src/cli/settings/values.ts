import { UsageError } from '../../run/errors.ts'
import { readIdentities } from './identities.ts'
import { type SettingName, type Settings, settingOf } from './table.ts'

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `500ms`, `10s`, `5m`, `2h` in milliseconds; undefined when it is none of these. */
export function milliseconds(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim())
  return match ? Math.round(Number(match[1]) * units[match[2] as keyof typeof units]) : undefined
}

/** The parts of a list with commas; commas within the braces of a glob part nothing. */
export function listed(text: string): string[] {
  return text.split(/,(?![^{]*\})/).flatMap((one) => one.trim() || [])
}

/**
 * Reads a setting as it was written by a person. `where` names the place for the message: `--settle`, `OCI_VERSION`.
 * @throws UsageError with what was wrong and what would do
 */
export function readValue(name: SettingName, text: string, where: string): Settings[SettingName] {
  const wrong = (wanted: string): never => {
    throw new UsageError(`${where}: ${JSON.stringify(text)} is not ${wanted}`)
  }
  const { kind, choices } = settingOf(name)
  if (text.trim() === '') return wrong('a value: it is empty')
  switch (kind) {
    case 'flag':
      if (/^(1|true|yes|on)$/i.test(text)) return true
      return /^(0|false|no|off)$/i.test(text) ? false : wrong('yes or no')
    case 'number':
      return /^[1-9]\d{0,3}$/.test(text.trim()) ? Number(text) : wrong('a whole number from 1 to 9999')
    case 'duration':
      return milliseconds(text) ?? wrong('a time such as 500ms, 10s, 5m or 2h')
    case 'identities':
      return readIdentities(text, where)
    case 'list':
      return listed(text)
    case 'text':
      if (choices && !choices.includes(text)) return wrong(`one of ${choices.join(', ')}`)
      return text
  }
}
