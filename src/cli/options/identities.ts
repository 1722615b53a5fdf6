import {
  type IdentityInFile,
  type IdentitySetting,
  identitiesShape,
  identityOf,
  readIdentities,
  writtenIdentity,
} from '../settings/identities.ts'
import { type Kind, notWanted } from './kinds.ts'

/** Users of the target with their rights. */
export const identities: Kind<readonly IdentitySetting[]> = {
  wanted: 'names with rights, as `vendor: { user: vendor, a: none, b: read+write, passwordEnv: VENDOR_PASSWORD }`',
  schema: identitiesShape,
  repeatable: true,
  read(written, where) {
    if (written.trim() === '') throw notWanted(where, written, 'a value: it is empty')
    return readIdentities(written, where)
  },
  fromFile: (value) =>
    Object.entries(value as Record<string, IdentityInFile>).map(([name, inFile]) => identityOf(name, inFile)),
  show: (values) => values.map(writtenIdentity).join(';'),
}
