/**
 * What a call used, in buckets that exclude each other: every token is in exactly one of them, so that the costs of
 * the buckets add up to the cost of the call. The names are stored and shown; they only ever grow.
 */
export const inputBuckets = [
  /** text tokens read at the full price */
  "input",
  "input_audio",
  "input_image",
  "input_video",
  "cache_read",
  "cache_read_audio",
  "cache_read_image",
  /** written to a cache with the provider's standard lifetime (Anthropic 5 minutes, OpenAI 30) */
  "cache_write_5m",
  /** written to a cache with the longer lifetime (Anthropic 1 hour, OpenAI 12) */
  "cache_write_1h",
] as const;

export const outputBuckets = [
  /** text tokens that the caller sees */
  "output",
  /** tokens of thinking; billed as output, but not in `output` */
  "reasoning",
  "output_audio",
  "output_image",
  "output_video",
] as const;

/** Things that are not tokens. */
export const otherBuckets = ["web_searches", "file_searches", "audio_seconds", "pages", "requests"] as const;

export const buckets = [...inputBuckets, ...outputBuckets, ...otherBuckets] as const;

export type Bucket = (typeof buckets)[number];

/** Only what is not zero. Whole numbers, `audio_seconds` apart. */
export type Buckets = Partial<Record<Bucket, number>>;

const sum = (usage: Buckets, names: readonly Bucket[]): number =>
  names.reduce((total, name) => total + (usage[name] ?? 0), 0);

/** Everything the model read: what tiers by context length look at. */
export const inputTokensOf = (usage: Buckets): number => sum(usage, inputBuckets);
export const outputTokensOf = (usage: Buckets): number => sum(usage, outputBuckets);
