import type { Readable } from "node:stream";
import { openFolder } from "./folder.ts";

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

/**
 * `file:///folder` (or a plain path), or `s3://bucket/prefix?region=…&endpoint=https://…&pathStyle=true` with the
 * usual AWS variables as credentials. Opens nothing before the first call.
 */
export function openObjectStore(url: string): ObjectStore {
  return url.startsWith("s3:")
    ? lazily(async () => (await import("./s3.ts")).openBucket(url))
    : openFolder(url);
}

/** The client for S3 is large: a process that keeps its objects in a folder never loads it. */
function lazily(open: () => Promise<ObjectStore>): ObjectStore {
  let opened: Promise<ObjectStore> | undefined;
  const store = () => {
    opened ??= open();
    return opened;
  };
  return {
    put: async (key, body) => (await store()).put(key, body),
    get: async (key, range) => (await store()).get(key, range),
    size: async (key) => (await store()).size(key),
    exists: async (key) => (await store()).exists(key),
    list: async (prefix, options) => (await store()).list(prefix, options),
    remove: async (key) => (await store()).remove(key),
    removeAll: async (prefix) => (await store()).removeAll(prefix),
    tidy: async (before) => (await store()).tidy(before),
    ping: async () => (await store()).ping(),
  };
}
