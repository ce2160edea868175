import type { Readable } from "node:stream";

/** Bytes as they come; a Node stream and a web stream are both that. */
export type Bytes = AsyncIterable<Uint8Array>;

export type StoredObject = { key: string; sizeBytes: number };
export type Listing = {
  objects: StoredObject[];
  /** With a delimiter: what further objects begin with, up to and with the delimiter. */
  prefixes: string[];
  nextCursor: string | null;
};
/** Both ends are included, as in HTTP. `end` may lie beyond the object's last byte. */
export type ByteRange = { start: number; end?: number | undefined };
export type OpenObject = {
  body: Readable;
  /** Of the whole object, whatever part of it the body is. */
  sizeBytes: number;
  /** First and last byte of the body; `end` is -1 for an empty object. */
  start: number;
  end: number;
};

/**
 * Where large things are kept. Keys are paths of names joined by "/"; see `keyFault`. Nothing is buffered: what
 * passes through a process costs it some chunks of memory, whatever its size.
 */
export type ObjectStore = {
  /** All or nothing: a reader sees the object before or the object after. @throws invalid, unavailable */
  put(key: string, body: Bytes): Promise<{ sizeBytes: number }>;
  /** Null when there is none. A range that begins beyond the end gives an empty body. */
  get(key: string, range?: ByteRange): Promise<OpenObject | null>;
  /** Size in bytes, or null when there is none. */
  size(key: string): Promise<number | null>;
  exists(key: string): Promise<boolean>;
  /** `prefix` is empty or a key with a "/" behind it. In a stable order, a page at a time. */
  list(prefix: string, options?: ListOptions): Promise<Listing>;
  /** Removing what is not there is no fault. */
  remove(key: string): Promise<void>;
  /** Removes everything below a prefix that ends with "/". */
  removeAll(prefix: string): Promise<void>;
  /** Clears away uploads that were begun before `before` and never ended. */
  tidy(before: Date): Promise<void>;
  /** @throws unavailable when nothing can be stored */
  ping(): Promise<void>;
};

export type ListOptions = {
  /** Only "/": one level of names instead of everything below. */
  delimiter?: "/" | undefined;
  cursor?: string | undefined;
  /** 1,000 by default and at most. */
  limit?: number | undefined;
};
