/** What a number measures. UCUM-like names as OpenTelemetry writes them are mapped by `unitOf`. */
export const units = [
  "none",
  "count",
  "percent", // 0 … 100
  "ratio", // 0 … 1, shown as percent
  "bytes",
  "bytesPerSecond",
  "bits",
  "bitsPerSecond",
  "seconds",
  "milliseconds",
  "microseconds",
  "nanoseconds",
  "perSecond",
  "hertz",
  "celsius",
  "usd",
] as const;
export type Unit = (typeof units)[number];

const BY_NAME: Record<string, Unit> = {
  "": "none",
  "1": "ratio",
  "%": "percent",
  By: "bytes",
  bytes: "bytes",
  "By/s": "bytesPerSecond",
  bit: "bits",
  "bit/s": "bitsPerSecond",
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  "/s": "perSecond",
  "1/s": "perSecond",
  Hz: "hertz",
  Cel: "celsius",
  usd: "usd",
  USD: "usd",
};

/** Unit of a metric from its OpenTelemetry (UCUM) unit text. Annotations such as `{thread}` are counts. */
export function unitOf(text: string | null | undefined): Unit {
  if (!text) return "none";
  const known = BY_NAME[text];
  if (known) return known;
  if (text.startsWith("{")) return text.endsWith("/s") ? "perSecond" : "count";
  return "none";
}

const SI = ["", "k", "M", "G", "T", "P"] as const;
const SI_SMALL = ["", "m", "µ", "n"] as const;
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const MINUS = "−";
const GAP = "\u202f"; // narrow no-break space between number and unit

/** At most `digits` significant digits, no exponent, no trailing zeros. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const whole = Math.floor(Math.log10(size)) + 1;
  const decimals = Math.min(12, Math.max(0, digits - whole));
  const text = size.toFixed(decimals);
  const short = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return value < 0 && Number(short) !== 0 ? MINUS + short : short;
}

function scaled(value: number, base: number, names: readonly string[]): [number, string] {
  let rest = value;
  let step = 0;
  // 999.5 of one step already rounds to the next one at three digits.
  while (Math.abs(rest) >= base - base / 2000 && step < names.length - 1) {
    rest /= base;
    step++;
  }
  return [rest, names[step] ?? ""];
}

function si(value: number, suffix: string): string {
  const [rest, prefix] = scaled(value, 1000, SI);
  const unit = prefix + suffix;
  const joined = suffix === "" ? "" : GAP;
  return unit === "" ? significant(rest) : significant(rest) + joined + unit;
}

/** A length of time in its largest fitting unit, at most three digits: "940 ms", "1.24 s", "3 h 20 min". */
export function formatDuration(valueMs: number): string {
  const size = Math.abs(valueMs);
  const sign = valueMs < 0 ? MINUS : "";
  if (size === 0) return `0${GAP}s`;
  if (size < 0.001) return `${sign}${significant(size * 1e6)}${GAP}ns`;
  if (size < 1) return `${sign}${significant(size * 1000)}${GAP}µs`;
  if (size < 999.5) return `${sign}${significant(size)}${GAP}ms`;
  if (size < 59_950) return `${sign}${significant(size / 1000)}${GAP}s`;
  const totalS = Math.round(size / 1000);
  const parts: [number, string][] = [
    [Math.floor(totalS / 86_400), "d"],
    [Math.floor((totalS % 86_400) / 3600), "h"],
    [Math.floor((totalS % 3600) / 60), "min"],
    [totalS % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return (
    sign +
    parts
      .slice(first, first + 2)
      .filter(([amount]) => amount > 0)
      .map(([amount, unit]) => amount + GAP + unit)
      .join(" ")
  );
}

/** A value with its unit in at most three significant digits. `null` is "–": unknown is not zero. */
export function formatValue(value: number | null | undefined, unit: Unit = "none"): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  switch (unit) {
    case "percent":
      return `${significant(value)}${GAP}%`;
    case "ratio":
      return `${significant(value * 100)}${GAP}%`;
    case "bytes":
    case "bytesPerSecond": {
      const [rest, name] = scaled(value, 1024, BINARY);
      return `${significant(rest)}${GAP}${name}${unit === "bytes" ? "" : "/s"}`;
    }
    case "bits":
      return si(value, "bit");
    case "bitsPerSecond":
      return si(value, "bit/s");
    case "seconds":
      return formatDuration(value * 1000);
    case "milliseconds":
      return formatDuration(value);
    case "microseconds":
      return formatDuration(value / 1000);
    case "nanoseconds":
      return formatDuration(value / 1e6);
    case "perSecond":
      return small(value, "/s") ?? si(value, "/s");
    case "hertz":
      return si(value, "Hz");
    case "celsius":
      return `${significant(value)}${GAP}°C`;
    case "usd":
      return formatUsd(value);
    default:
      return small(value, "") ?? si(value, "");
  }
}

/** Values far below one keep three digits instead of a row of zeros: "420 µ/s". */
function small(value: number, suffix: string): string | undefined {
  const size = Math.abs(value);
  if (size === 0 || size >= 0.001) return undefined;
  let rest = value;
  let step = 0;
  while (Math.abs(rest) < 1 && step < SI_SMALL.length - 1) {
    rest *= 1000;
    step++;
  }
  return `${significant(rest)}${GAP}${SI_SMALL[step]}${suffix}`;
}

/** Money: cents above one dollar, three digits below, SI above a hundred thousand. */
export function formatUsd(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size === 0) return "$0";
  if (size < 1) return `${sign}$${significant(size)}`;
  if (size < 100_000) {
    return `${sign}$${size.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  }
  const [rest, prefix] = scaled(size, 1000, SI);
  return `${sign}$${significant(rest)}${prefix}`;
}

/** A whole number with separators: "12,480". */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}

/** The full value for titles and copying, never rounded for display. */
export function formatExact(value: number | null | undefined, unit: Unit = "none"): string {
  if (value === null || value === undefined) return "unknown";
  const suffix: Partial<Record<Unit, string>> = {
    percent: " %",
    bytes: " B",
    bytesPerSecond: " B/s",
    bits: " bit",
    bitsPerSecond: " bit/s",
    seconds: " s",
    milliseconds: " ms",
    microseconds: " µs",
    nanoseconds: " ns",
    perSecond: " /s",
    hertz: " Hz",
    celsius: " °C",
    usd: " USD",
  };
  return `${value}${suffix[unit] ?? ""}`;
}

/** Words for a footnote: "bytes/s". Empty for plain numbers and for times, whose labels carry their unit. */
export function unitLabel(unit: Unit): string {
  const label: Record<Unit, string> = {
    none: "",
    count: "count",
    percent: "%",
    ratio: "%",
    bytes: "bytes",
    bytesPerSecond: "bytes/s",
    bits: "bits",
    bitsPerSecond: "bits/s",
    seconds: "",
    milliseconds: "",
    microseconds: "",
    nanoseconds: "",
    perSecond: "per second",
    hertz: "Hz",
    celsius: "°C",
    usd: "USD",
  };
  return label[unit];
}

/** Relative difference with its sign: "+38 %", "−4.1 %"; from zero there is none. */
export function formatChange(from: number, to: number): string {
  if (from === 0) return "–";
  const change = ((to - from) / Math.abs(from)) * 100;
  const text = significant(Math.abs(change), 2);
  if (text === "0") return `0${GAP}%`;
  return `${change > 0 ? "+" : MINUS}${text}${GAP}%`;
}
