import type { Name } from './content.ts'

/** One request that changes something, or is meant to. Names are symbolic: the same history can run on other content. */
export type Command = PushManifest | DeleteCommand | UploadCommand

export interface PushManifest {
  readonly op: 'push'
  readonly repository: Name
  readonly manifest: Name
  /** By tag there is one tag; by digest the tags are sent as parameters. */
  readonly by: 'digest' | 'tag'
  readonly tags: readonly Name[]
}

export type DeleteCommand =
  | { readonly op: 'delete-manifest'; readonly repository: Name; readonly manifest: Name }
  | { readonly op: 'delete-tag'; readonly repository: Name; readonly tag: Name }
  | { readonly op: 'delete-blob'; readonly repository: Name; readonly blob: Name }

export type UploadCommand = OpenUpload | PostBlob | MountBlob | SendChunk | CloseUpload | CancelUpload

/** Opens an upload session for the bytes of a blob. */
export interface OpenUpload {
  readonly op: 'open'
  readonly repository: Name
  readonly blob: Name
  readonly session: Name
}

/** Sends a whole blob in one POST; `digest` is the blob whose digest is claimed. */
export interface PostBlob {
  readonly op: 'post'
  readonly repository: Name
  readonly blob: Name
  readonly digest: Name
  /** The session that a registry opens that takes no blob in this way. */
  readonly session: Name
}

export interface MountBlob {
  readonly op: 'mount'
  readonly repository: Name
  readonly blob: Name
  readonly from?: Name
  /** The session that a registry opens that cannot mount it. */
  readonly session: Name
}

/** Sends `size` bytes of the blob, beginning at `first`. */
export interface SendChunk {
  readonly op: 'chunk'
  readonly session: Name
  readonly first: number
  readonly size: number
}

/** Ends a session, with the last `size` bytes; `digest` is the blob whose digest is claimed. */
export interface CloseUpload {
  readonly op: 'close'
  readonly session: Name
  readonly first: number
  readonly size: number
  readonly digest: Name
}

export interface CancelUpload {
  readonly op: 'cancel'
  readonly session: Name
}
