/** A document of another version: it says itself what reads it. */
export class OtherVersion extends Error {
  override readonly name = 'OtherVersion'
}
