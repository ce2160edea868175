import { liveChannel } from "@triops/domains/live";
import { limitReached } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis } from "@triops/kernel/redis";

export type Listener = { message(text: string): void; end(): void };

export type LiveHub = {
  /** @returns how to stop listening. @throws limitReached when the workspace has too many open streams */
  listen(workspaceId: string, listener: Listener): () => void;
  /** Settles when what the workspace is told from now on is heard. @throws when Redis cannot be reached */
  listening(workspaceId: string): Promise<void>;
  /** The same as `listen` for a channel of any name. */
  listenTo(channel: string, listener: Listener): () => void;
  close(): void;
};

/** Open streams of one workspace in one process. */
const perWorkspaceMax = 200;

/**
 * Hands Redis messages to open streams, over one connection for the whole process. When that connection breaks,
 * streams end: whoever reconnects looks at everything again, so nothing that was missed stays unseen.
 */
export function createLiveHub(redisUrl: string, log: Logger): LiveHub {
  const listeners = new Map<string, Set<Listener>>();
  const subscribed = new Map<string, Promise<void>>();
  let redis: ReturnType<typeof connectRedis> | undefined;

  const endAll = () => {
    const open = [...listeners.values()].flatMap((set) => [...set]);
    listeners.clear();
    subscribed.clear();
    for (const listener of open) listener.end();
  };

  const connection = () => {
    if (redis) return redis;
    redis = connectRedis(redisUrl, "blocking", (error) => log.debug({ err: error }, "live updates"));
    redis.on("close", endAll);
    redis.on("message", (channel: string, text: string) => {
      for (const listener of listeners.get(channel) ?? []) listener.message(text);
    });
    return redis;
  };

  const hub: LiveHub = {
    listen: (workspaceId, listener) => hub.listenTo(liveChannel(workspaceId), listener),
    listening: (workspaceId) => subscribed.get(liveChannel(workspaceId)) ?? Promise.resolve(),
    listenTo(channel, listener) {
      const set = listeners.get(channel) ?? new Set<Listener>();
      if (set.size >= perWorkspaceMax) throw limitReached("Too many open live views in this workspace", 30);
      set.add(listener);
      if (set.size === 1) {
        listeners.set(channel, set);
        const done = connection()
          .subscribe(channel)
          .then(() => {});
        subscribed.set(channel, done);
        done.catch((error) => {
          log.warn({ err: error }, "live updates not subscribed");
          listener.end();
        });
      }
      return () => {
        set.delete(listener);
        if (set.size > 0 || listeners.get(channel) !== set) return;
        listeners.delete(channel);
        subscribed.delete(channel);
        connection()
          .unsubscribe(channel)
          .catch(() => {});
      };
    },
    close() {
      endAll();
      redis?.disconnect();
    },
  };
  return hub;
}
