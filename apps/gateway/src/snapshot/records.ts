import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import { type Follower, followPart } from "./follow.ts";

export type PublishedPart<Entry> = {
  /** As messages name it. */
  name: string;
  /** As people name it. */
  title: string;
  hash: string;
  markedAt: string;
  /** Of the noun's snapshot schemas. */
  parse(value: unknown): Entry;
};

export type Records<Entry> = Follower & {
  /** By the field of the hash. */
  get(id: string): Entry | null;
  /** By workspace and name, for entries that have one. */
  find(workspaceId: string, name: string): Entry | null;
  /** Of one workspace. */
  of(workspaceId: string): readonly Entry[];
  size(): number;
};

/**
 * Entries that belong to workspaces, pushed here within moments of a change. What cannot be read was written by another
 * version: the last one that could be read stays.
 */
export function followRecords<Entry extends { workspaceId: string; name?: string }>(
  redis: Redis,
  redisUrl: string,
  part: PublishedPart<Entry>,
  log: Logger,
): Records<Entry> {
  let byId = new Map<string, Entry>();
  // As it came: what did not change is not read again, and stays the same object for whoever keeps something about it.
  let texts = new Map<string, string>();
  let byWorkspace = new Map<string, Map<string, Entry>>();

  const read = (json: string): Entry | null => {
    try {
      return part.parse(JSON.parse(json));
    } catch (error) {
      log.error({ err: error }, `published ${part.title} cannot be read`);
      return null;
    }
  };
  const changed = () => {
    const next = new Map<string, Map<string, Entry>>();
    for (const [id, entry] of byId) {
      let own = next.get(entry.workspaceId);
      if (!own) {
        own = new Map();
        next.set(entry.workspaceId, own);
      }
      own.set(entry.name ?? id, entry);
    }
    byWorkspace = next;
  };
  const follower = followPart(
    redis,
    redisUrl,
    {
      name: part.name,
      title: part.title,
      hash: part.hash,
      markedAt: part.markedAt,
      replace(entries) {
        const next = new Map<string, Entry>();
        for (const [id, json] of Object.entries(entries)) {
          const known = byId.get(id);
          const entry = known && texts.get(id) === json ? known : (read(json) ?? known);
          if (entry) next.set(id, entry);
        }
        byId = next;
        texts = new Map(Object.entries(entries));
        changed();
      },
      set(id, json) {
        const entry = json === null ? null : (read(json) ?? byId.get(id));
        if (entry) byId.set(id, entry);
        else byId.delete(id);
        if (json === null) texts.delete(id);
        else texts.set(id, json);
        changed();
      },
      size: () => byId.size,
    },
    log,
  );
  return {
    ...follower,
    get: (id) => byId.get(id) ?? null,
    find: (workspaceId, name) => byWorkspace.get(workspaceId)?.get(name) ?? null,
    of: (workspaceId) => [...(byWorkspace.get(workspaceId)?.values() ?? [])],
    size: () => byId.size,
  };
}
