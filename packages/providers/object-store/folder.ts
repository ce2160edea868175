import { randomUUID } from "node:crypto";
import { constants, createReadStream, createWriteStream, type Dirent, type Stats } from "node:fs";
import { access, mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { invalid, unavailable } from "@triops/kernel/errors";
import { checkKey, checkPrefix, compareKeys } from "./keys.ts";
import type { ListOptions, ObjectStore } from "./port.ts";

/** Unfinished uploads lie here, on the same file system, so that the last step is a rename. */
const uploadsName = ".uploads";
const listMax = 1_000;
/** Per stream; two of them and a chunk of the network are what an upload costs. */
const chunkBytes = 1024 * 1024;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? "";
const isMissing = (error: unknown) => ["ENOENT", "ENOTDIR"].includes(codeOf(error));

/** Objects as files below a folder. */
export function openFolder(url: string): ObjectStore {
  const root = url.startsWith("file:") ? fileURLToPath(url) : url;
  const pathOf = (key: string) => join(root, checkKey(key));

  async function statOf(key: string): Promise<Stats | null> {
    const path = pathOf(key);
    try {
      const found = await stat(path);
      return found.isFile() ? found : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw away(error);
    }
  }

  return {
    async put(key, body) {
      const target = pathOf(key);
      const temporary = join(root, uploadsName, randomUUID());
      let sizeBytes = 0;
      let fromCaller: unknown;
      const counted = async function* () {
        const chunks = body[Symbol.asyncIterator]();
        try {
          for (;;) {
            // What the sender does wrong must not look like a full disk.
            const next = await chunks.next().catch((error: unknown) => {
              fromCaller = error;
              throw error;
            });
            if (next.done) return;
            sizeBytes += next.value.byteLength;
            yield next.value;
          }
        } finally {
          await chunks.return?.()?.catch(() => {});
        }
      };
      try {
        await mkdir(join(root, uploadsName), { recursive: true });
        await pipeline(
          Readable.from(counted(), { objectMode: false, highWaterMark: chunkBytes }),
          createWriteStream(temporary, { flags: "wx", flush: true, highWaterMark: chunkBytes }),
        );
        await place(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        if (fromCaller !== undefined) throw fromCaller;
        if (["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"].includes(codeOf(error)))
          throw invalid("A folder and an object cannot have the same path");
        throw away(error);
      }
      return { sizeBytes };
    },
    async get(key, range) {
      const found = await statOf(key);
      if (!found) return null;
      const sizeBytes = found.size;
      const start = Math.min(range?.start ?? 0, sizeBytes);
      const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1);
      const body =
        end < start
          ? Readable.from([])
          : createReadStream(pathOf(key), { start, end, highWaterMark: chunkBytes });
      return { body, sizeBytes, start, end };
    },
    size: async (key) => (await statOf(key))?.size ?? null,
    exists: async (key) => (await statOf(key)) !== null,
    list: (prefix, options = {}) => list(root, checkPrefix(prefix), options),
    async remove(key) {
      const path = pathOf(key);
      try {
        await rm(path, { force: true });
        await removeEmpty(root, dirname(key));
      } catch (error) {
        if (!isMissing(error) && codeOf(error) !== "ERR_FS_EISDIR") throw away(error);
      }
    },
    async removeAll(prefix) {
      checkPrefix(prefix);
      if (prefix === "") throw new Error("Removing everything is not offered");
      const folder = prefix.slice(0, -1);
      try {
        await rm(join(root, folder), { recursive: true, force: true });
        await removeEmpty(root, dirname(folder));
      } catch (error) {
        if (!isMissing(error)) throw away(error);
      }
    },
    async tidy(before) {
      const folder = join(root, uploadsName);
      for (const name of await readdir(folder).catch(() => [])) {
        const left = await stat(join(folder, name)).catch(() => null);
        if (left && left.mtimeMs < before.getTime()) await rm(join(folder, name), { force: true });
      }
    },
    async ping() {
      try {
        await mkdir(root, { recursive: true });
        await access(root, constants.W_OK);
      } catch (error) {
        throw away(error);
      }
    },
  };
}

/** A folder that is emptied at this very moment is made again: two tries are one more than it takes. */
async function place(temporary: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await mkdir(dirname(target), { recursive: true });
    try {
      await rename(temporary, target);
      break;
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || attempt === 3) throw error;
    }
  }
  // The name is durable only when its folder is.
  const folder = await open(dirname(target), "r");
  await folder.sync().catch(() => {});
  await folder.close();
}

/** Folders exist through their objects only, as in S3. */
async function removeEmpty(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== "." && at !== ""; at = dirname(at)) {
    try {
      await rmdir(join(root, at));
    } catch {
      return;
    }
  }
}

async function namesIn(folder: string): Promise<Dirent[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    if (isMissing(error)) return [];
    throw away(error);
  }
}

async function list(root: string, prefix: string, { delimiter, cursor, limit = listMax }: ListOptions) {
  const most = Math.min(limit, listMax);
  const found: { key: string; isPrefix: boolean }[] = [];
  /** One more than a page, which tells whether another follows. @returns whether to go on */
  async function walk(below: string): Promise<boolean> {
    for (const entry of await namesIn(join(root, below))) {
      if (below === "" && entry.name.startsWith(".")) continue;
      const key = below + entry.name;
      if (entry.isDirectory()) {
        if (delimiter) {
          if (cursor === undefined || compareKeys(key, cursor) > 0) found.push({ key, isPrefix: true });
        } else {
          const mayHold =
            cursor === undefined || compareKeys(key, cursor) > 0 || cursor.startsWith(`${key}/`);
          if (mayHold && !(await walk(`${key}/`))) return false;
        }
      } else if (entry.isFile() && (cursor === undefined || compareKeys(key, cursor) > 0)) {
        found.push({ key, isPrefix: false });
      }
      if (found.length > most) return false;
    }
    return true;
  }
  await walk(prefix);
  const shown = found.slice(0, most);
  const objects = await Promise.all(
    shown
      .filter(({ isPrefix }) => !isPrefix)
      .map(async ({ key }) => ({ key, sizeBytes: (await stat(join(root, key)).catch(() => null))?.size })),
  );
  return {
    // One that was removed meanwhile is left out.
    objects: objects.flatMap(({ key, sizeBytes }) => (sizeBytes === undefined ? [] : [{ key, sizeBytes }])),
    prefixes: shown.filter(({ isPrefix }) => isPrefix).map(({ key }) => `${key}/`),
    nextCursor: found.length > most ? (shown.at(-1)?.key ?? null) : null,
  };
}

function away(error: unknown): Error {
  const code = codeOf(error);
  if (code === "ENAMETOOLONG") return invalid("The path is too long");
  return unavailable("Stored files cannot be reached right now", {
    internal: `object folder: ${error instanceof Error ? error.message : String(error)}`,
    cause: error,
  });
}
