import { defaultLabel } from "@triops/domains/prompts/names";
import {
  olderVersionsHash,
  type PublishedPrompt,
  type PublishedPromptVersion,
  publishedPromptVersion,
} from "@triops/domains/prompts/snapshot-schemas";
import type { Redis } from "@triops/kernel/redis";
import { TwoGenerations } from "../ingest/two-generations.ts";
import { parseWire } from "./wire-json.ts";

/** Versions that are not in the picture, held once they were asked for. */
const olderMax = 1_000;

export type WantedVersion = { version: number | null; label: string | null };

/** What a label or a number means now: in memory, or one lookup away. */
export type PromptVersions = {
  /** `production` where neither is given. */
  numberOf(prompt: PublishedPrompt, wanted: WantedVersion): number | null;
  /** @throws when it is an old version and Redis is away */
  find(prompt: PublishedPrompt, version: number): Promise<PublishedPromptVersion | null>;
};

export function createPromptVersions(redis: Redis): PromptVersions {
  const older = new TwoGenerations<PublishedPromptVersion>(olderMax);
  return {
    numberOf(prompt, { version, label }) {
      if (version !== null) return version;
      const wanted = label ?? defaultLabel;
      return Object.hasOwn(prompt.labels, wanted) ? (prompt.labels[wanted] ?? null) : null;
    },
    async find(prompt, version) {
      const known = prompt.versions.find((one) => one.version === version);
      if (known) return known;
      if (!prompt.older.includes(version)) return null;
      // A version never changes, but what it includes by label does: the prompt's revision tells.
      const id = `${prompt.id}:${prompt.revision}:${version}`;
      const held = older.get(id);
      if (held) return held;
      const json = await redis.hget(olderVersionsHash(prompt.id), String(version));
      if (json === null) return null;
      const read = publishedPromptVersion.parse(parseWire(json));
      older.set(id, read);
      return read;
    },
  };
}
