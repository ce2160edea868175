/** s: scalar, v: instant vector, m: range vector, t: string. */
type ArgCode = "s" | "v" | "m" | "t";
export type ValueType = "scalar" | "vector" | "matrix" | "string";

export type Signature = {
  args: readonly ValueType[];
  /** How many of `args` may be left out, from the end. −1: the last may also be repeated without bound. */
  optional: number;
  returns: "scalar" | "vector";
  experimental: boolean;
};

const typeByCode: Record<ArgCode, ValueType> = { s: "scalar", v: "vector", m: "matrix", t: "string" };

const signature = (
  codes: string,
  more: { optional?: number; returns?: "scalar" | "vector"; experimental?: boolean } = {},
): Signature => ({
  args: [...codes].map((code) => typeByCode[code as ArgCode]),
  optional: more.optional ?? 0,
  returns: more.returns ?? "vector",
  experimental: more.experimental ?? false,
});

const each = (names: string, made: Signature) => names.split(" ").map((name) => [name, made] as const);

/** Documented functions of Prometheus 3, by name. */
export const signatures: ReadonlyMap<string, Signature> = new Map([
  ...each(
    "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sort " +
      "sort_desc sqrt tan tanh timestamp histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar",
    signature("v"),
  ),
  ...each(
    "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time " +
      "max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time",
    signature("m"),
  ),
  ...each(
    "first_over_time mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time",
    signature("m", { experimental: true }),
  ),
  ...each(
    "day_of_month day_of_week day_of_year days_in_month hour minute month year",
    signature("v", { optional: 1 }),
  ),
  ...each("pi time", signature("", { returns: "scalar" })),
  ...each("start end step range", signature("", { returns: "scalar", experimental: true })),
  ...each("clamp", signature("vss")),
  ...each("clamp_max clamp_min", signature("vs")),
  ...each("double_exponential_smoothing", signature("mss", { experimental: true })),
  ...each("histogram_fraction", signature("ssv")),
  ...each("histogram_quantile", signature("sv")),
  ...each("histogram_quantiles", signature("vts", { optional: -1, experimental: true })),
  ...each("info", signature("vv", { optional: 1, experimental: true })),
  ...each("label_join", signature("vttt", { optional: -1 })),
  ...each("label_replace", signature("vtttt")),
  ...each("predict_linear", signature("ms")),
  ...each("quantile_over_time", signature("sm")),
  ...each("round", signature("vs", { optional: 1 })),
  ...each("scalar", signature("v", { returns: "scalar" })),
  ...each("sort_by_label sort_by_label_desc", signature("vt", { optional: -1, experimental: true })),
  ...each("start_timestamp", signature("v", { experimental: true })),
  ...each("vector", signature("s")),
]);

/** What they ask for is not kept. */
export const unsupportedFunctions: ReadonlyMap<string, string> = new Map([
  ["info", "it is an experiment; join with group_left instead"],
  ["start_timestamp", "start times of samples are not kept"],
]);
