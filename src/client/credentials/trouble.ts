/** Kept credentials cannot be read: one line says where and why, and repeats no secret. */
export class CredentialsTrouble extends Error {
  override readonly name = 'CredentialsTrouble'
}
