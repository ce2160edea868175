import type { Bucket, Buckets } from "./buckets.ts";

/**
 * What is odd about a usage record. All of them are shown beside the cost; `*_assumed` and `*_mismatch` mean that the
 * numbers contradict each other or can be read in two ways, so that the cost may be wrong.
 */
export type Flag =
  /** by convention the input counts cached tokens, but here it cannot (or its total says it does not) */
  | "input_excluded_cache"
  /** the other way round */
  | "input_included_cache"
  /** senders of this form disagree and nothing in the record decides; the convention was taken */
  | "cache_inclusion_assumed"
  | "output_excluded_reasoning"
  | "output_included_reasoning"
  /** the total fits no reading of the parts */
  | "total_mismatch"
  /** the parts of the input or output are more than the whole; they were cut */
  | "details_exceed_total"
  /** more was read from cache than there was text; the rest was taken from audio and images */
  | "cache_modality_assumed"
  /** a negative, broken or non-numeric count was taken as absent */
  | "invalid_count"
  /** counted here, not by the provider */
  | "estimated";

export type Usage = {
  readonly dialect: string;
  readonly buckets: Buckets;
  readonly flags: readonly Flag[];
  /** counted here, not by the provider */
  readonly estimated: boolean;
  /** as the payload names it; null where it does not */
  readonly model: string | null;
  /** flex, priority, batch …; null for the standard one */
  readonly serviceTier: string | null;
  /** inference kept in one region, which some providers charge for */
  readonly region: string | null;
  /** what the sender says the call cost, a decimal in USD */
  readonly reportedUsd: string | null;
};

/** Counts as a dialect states them, before they are made exclusive. Absent means not stated. */
export type Draft = {
  input?: number | null;
  cacheRead?: number | null;
  cacheWrite5m?: number | null;
  cacheWrite1h?: number | null;
  /** parts of `input`, cached ones among them */
  inputAudio?: number | null;
  inputImage?: number | null;
  inputVideo?: number | null;
  /** parts of `cacheRead` */
  cacheReadAudio?: number | null;
  cacheReadImage?: number | null;
  output?: number | null;
  reasoning?: number | null;
  /** parts of `output` */
  outputAudio?: number | null;
  outputImage?: number | null;
  outputVideo?: number | null;
  total?: number | null;
  webSearches?: number | null;
  fileSearches?: number | null;
  audioSeconds?: number | null;
  pages?: number | null;
};

/** How a dialect counts, by its documentation. */
export type Convention = {
  inputIncludesCache: boolean;
  outputIncludesReasoning: boolean;
  /** the provider's own form: the numbers may contradict its total, but not this convention */
  firm?: boolean;
  /** senders are known to disagree about the cache */
  doubtful?: boolean;
};

type Reading = { withCache: boolean; withReasoning: boolean };

/** Turns counts that overlap into buckets that do not, and says what it had to decide. */
export function separate(draft: Draft, convention: Convention): { buckets: Buckets; flags: Flag[] } {
  const flags = new Set<Flag>();
  const of = (value: number | null | undefined): number => value ?? 0;
  const cache = of(draft.cacheRead) + of(draft.cacheWrite5m) + of(draft.cacheWrite1h);
  const reading = readingOf(draft, cache, convention, flags);
  const input = of(draft.input) + (reading.withCache ? 0 : cache);
  const output = of(draft.output) + (reading.withReasoning ? 0 : of(draft.reasoning));

  const buckets: Buckets = {};
  const put = (bucket: Bucket, count: number) => {
    if (count > 0) buckets[bucket] = count;
  };
  splitInput(draft, input, put, flags);
  splitOutput(draft, output, put, flags);
  put("web_searches", of(draft.webSearches));
  put("file_searches", of(draft.fileSearches));
  put("audio_seconds", of(draft.audioSeconds));
  put("pages", of(draft.pages));
  put("requests", 1);
  return { buckets, flags: [...flags] };
}

/** The reading that the total and the sizes allow and that is nearest to the convention. */
function readingOf(draft: Draft, cache: number, convention: Convention, flags: Set<Flag>): Reading {
  const input = draft.input ?? 0;
  const output = draft.output ?? 0;
  const reasoning = draft.reasoning ?? 0;
  const usual = {
    withCache: convention.inputIncludesCache,
    withReasoning: convention.outputIncludesReasoning,
  };
  const choices = (first: boolean, open: boolean) => (open && !convention.firm ? [first, !first] : [first]);
  const readings = choices(usual.withCache, cache > 0).flatMap((withCache) =>
    choices(usual.withReasoning, reasoning > 0).map((withReasoning) => ({ withCache, withReasoning })),
  );
  const possible = readings.filter(
    (one) => (!one.withCache || cache <= input) && (!one.withReasoning || reasoning <= output),
  );
  const totalOf = (one: Reading) =>
    input + (one.withCache ? 0 : cache) + output + (one.withReasoning ? 0 : reasoning);
  const fitting = draft.total == null ? possible : possible.filter((one) => totalOf(one) === draft.total);
  // A firm form whose total leaves the cache out (Bedrock) is not a contradiction.
  if (draft.total != null && fitting.length === 0 && !(convention.firm && draft.total === input + output))
    flags.add("total_mismatch");
  const decided = draft.total != null && fitting.length === 1;
  const chosen = fitting[0] ?? possible[0] ?? usual;
  if (chosen.withCache !== usual.withCache)
    flags.add(usual.withCache ? "input_excluded_cache" : "input_included_cache");
  else if (convention.doubtful && cache > 0 && cache <= input && !decided)
    flags.add("cache_inclusion_assumed");
  if (chosen.withReasoning !== usual.withReasoning)
    flags.add(usual.withReasoning ? "output_excluded_reasoning" : "output_included_reasoning");
  return chosen;
}

type Put = (bucket: Bucket, count: number) => void;

/** Takes at most what is left of the whole; cutting is flagged. */
function takeFrom(whole: number, flags: Set<Flag>): (count: number | null | undefined) => number {
  let left = whole;
  return (count) => {
    const taken = Math.min(left, count ?? 0);
    if (taken < (count ?? 0)) flags.add("details_exceed_total");
    left -= taken;
    return taken;
  };
}

function splitInput(draft: Draft, input: number, put: Put, flags: Set<Flag>): void {
  const take = takeFrom(input, flags);
  const write5m = take(draft.cacheWrite5m);
  const write1h = take(draft.cacheWrite1h);
  const read = take(draft.cacheRead);
  const cachedAudio = Math.min(read, draft.cacheReadAudio ?? 0);
  const cachedImage = Math.min(read - cachedAudio, draft.cacheReadImage ?? 0);
  const uncached = input - write5m - write1h - read;
  const modalities = {
    input_audio: Math.max(0, (draft.inputAudio ?? 0) - cachedAudio),
    input_image: Math.max(0, (draft.inputImage ?? 0) - cachedImage),
    input_video: draft.inputVideo ?? 0,
  };
  const whole = (draft.inputAudio ?? 0) + (draft.inputImage ?? 0) + modalities.input_video;
  if (whole > input) flags.add("details_exceed_total");
  else if (modalities.input_audio + modalities.input_image + modalities.input_video > uncached)
    flags.add("cache_modality_assumed");
  let left = uncached;
  for (const [bucket, count] of Object.entries(modalities) as [keyof typeof modalities, number][]) {
    const taken = Math.min(left, count);
    put(bucket, taken);
    left -= taken;
  }
  put("input", left);
  put("cache_read", read - cachedAudio - cachedImage);
  put("cache_read_audio", cachedAudio);
  put("cache_read_image", cachedImage);
  put("cache_write_5m", write5m);
  put("cache_write_1h", write1h);
}

function splitOutput(draft: Draft, output: number, put: Put, flags: Set<Flag>): void {
  const take = takeFrom(output, flags);
  const parts = [
    ["reasoning", take(draft.reasoning)],
    ["output_audio", take(draft.outputAudio)],
    ["output_image", take(draft.outputImage)],
    ["output_video", take(draft.outputVideo)],
  ] as const;
  let left = output;
  for (const [bucket, count] of parts) {
    put(bucket, count);
    left -= count;
  }
  put("output", left);
}
