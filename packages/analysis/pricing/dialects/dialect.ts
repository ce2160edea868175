import type { Source } from "../source.ts";
import type { Convention, Draft } from "../usage.ts";

/** What a dialect makes of a payload. */
export type Reading = {
  draft: Draft;
  convention: Convention;
  model?: string | null;
  serviceTier?: string | null;
  region?: string | null;
  reportedUsd?: string | null;
};

/** A form in which usage is stated. */
export type Dialect = {
  readonly name: string;
  /** Whether a payload without a label is surely of this form. */
  recognises(payload: Source): boolean;
  /** @returns null when the payload states no usage */
  read(payload: Source, hints: { provider: string | null }): Reading | null;
};
