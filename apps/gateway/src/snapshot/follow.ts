import { snapshotChannel, snapshotMessage } from "@triops/domains/api-keys/schemas";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis, type Redis, waitForRedis } from "@triops/kernel/redis";

/** One kind of what owners publish, held in memory. Replaced as a whole or field by field; never emptied by a fault. */
export type Part = {
  /** As messages name it. */
  name: string;
  /** As people name it: `keys`. */
  title: string;
  hash: string;
  /** Where Redis keeps when the hash was complete. */
  markedAt: string;
  replace(entries: Record<string, string>): void;
  /** null removes the field. */
  set(field: string, json: string | null): void;
  size(): number;
};

export type SnapshotState = {
  /** Whether the part was ever loaded. */
  loaded: boolean;
  loadedAt: Date | null;
  /** Why the last attempt failed; the picture in use is the last good one. */
  fault: string | null;
};

export type Follower = {
  state(): SnapshotState;
  /** Settles when the part was loaded, or after `waitMsMax`: a gateway without Redis starts too, and says so. */
  firstLoad(waitMsMax: number): Promise<void>;
  close(): void;
};

const reloadMs = 30_000;
/** Until the first picture is there, and after a fault, ask more often. */
const firstLoadMs = 1_000;
const connectMsMax = 2_000;

/**
 * Keeps a part equal to what its owners publish in Redis: loaded at once, corrected by messages, compared as a
 * whole every 30 s. A Redis that is away or lost its data leaves the last good picture standing.
 */
export function followPart(redis: Redis, redisUrl: string, part: Part, log: Logger): Follower {
  const state: SnapshotState = { loaded: false, loadedAt: null, fault: null };
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const reload = async () => {
    clearTimeout(timer);
    try {
      await waitForRedis(redis, connectMsMax);
      const [publishedAt, entries] = await Promise.all([redis.get(part.markedAt), redis.hgetall(part.hash)]);
      if (publishedAt === null && state.loaded)
        state.fault = `Redis lost the published ${part.title}; the last ones stay in use`;
      else {
        part.replace(entries);
        // Entries without the mark of a complete hash are better than none, but not yet the whole picture.
        state.loaded = publishedAt !== null || part.size() > 0;
        state.loadedAt = new Date();
        state.fault = null;
      }
    } catch (error) {
      if (state.fault === null) log.warn({ err: error }, `could not read the published ${part.title}`);
      state.fault = error instanceof Error ? error.message : String(error);
    }
    if (!closed) timer = setTimeout(reload, state.loaded && !state.fault ? reloadMs : firstLoadMs).unref();
  };

  const subscriber = connectRedis(redisUrl, "blocking", () => {});
  subscriber.on("ready", () => {
    subscriber.subscribe(snapshotChannel).catch((error) => log.warn({ err: error }, "could not subscribe"));
    // Messages were missed while the connection was away.
    void reload();
  });
  subscriber.on("message", (_channel, text) => {
    const message = snapshotMessage.safeParse(safeJson(text));
    if (!message.success || message.data.part !== part.name) return;
    const { fields } = message.data;
    if (fields === undefined || !state.loaded) return void reload();
    redis
      .hmget(part.hash, ...fields)
      .then((values) => {
        fields.forEach((field, index) => {
          part.set(field, values[index] ?? null);
        });
      })
      .catch(() => void reload());
  });

  return {
    state: () => state,
    async firstLoad(waitMsMax) {
      const deadline = Date.now() + waitMsMax;
      while (!state.loaded && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    close() {
      closed = true;
      clearTimeout(timer);
      subscriber.disconnect();
    },
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
