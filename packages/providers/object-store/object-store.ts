import { openFolder } from "./folder.ts";
import type { ObjectStore } from "./port.ts";

export type { ByteRange, ObjectStore } from "./port.ts";

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
