import { formatValue, type Unit } from "@triops/ui/units";

const GAP = "\u202f"; // narrow no-break space, as between all numbers and units
const MINUS = "−";

/** A value with as many digits after the point as asked for; without that, three significant ones. */
export function panelValue(value: number | null, unit: Unit, decimals: number | null): string {
  if (value === null || decimals === null || !Number.isFinite(value)) return formatValue(value, unit);
  const [number, suffix] = scaled(value, unit);
  const text = number.toFixed(decimals).replace("-", MINUS);
  if (unit === "usd") return text.startsWith(MINUS) ? `${MINUS}$${text.slice(1)}` : `$${text}`;
  return suffix === "" ? text : `${text}${GAP}${suffix}`;
}

const steps = (value: number, base: number, names: readonly string[]): [number, string] => {
  let rest = value;
  let at = 0;
  while (Math.abs(rest) >= base && at < names.length - 1) {
    rest /= base;
    at++;
  }
  return [rest, names[at] ?? ""];
};
const binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const decimal = ["", "k", "M", "G", "T", "P"];
const secondsOf: Partial<Record<Unit, number>> = {
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
};

function scaled(value: number, unit: Unit): [number, string] {
  const seconds = secondsOf[unit];
  if (seconds !== undefined) return duration(value * seconds);
  switch (unit) {
    case "percent":
      return [value, "%"];
    case "ratio":
      return [value * 100, "%"];
    case "bytes":
      return steps(value, 1024, binary);
    case "bytesPerSecond": {
      const [number, name] = steps(value, 1024, binary);
      return [number, `${name}/s`];
    }
    case "usd":
      return [value, ""];
    case "celsius":
      return [value, "°C"];
    default: {
      const [number, prefix] = steps(value, 1000, decimal);
      const end: Partial<Record<Unit, string>> = {
        bits: "bit",
        bitsPerSecond: "bit/s",
        perSecond: "/s",
        hertz: "Hz",
      };
      return [number, prefix + (end[unit] ?? "")];
    }
  }
}

function duration(seconds: number): [number, string] {
  const size = Math.abs(seconds);
  if (size === 0) return [0, "s"];
  if (size < 1e-6) return [seconds * 1e9, "ns"];
  if (size < 1e-3) return [seconds * 1e6, "µs"];
  if (size < 1) return [seconds * 1e3, "ms"];
  if (size < 60) return [seconds, "s"];
  if (size < 3_600) return [seconds / 60, "min"];
  return size < 86_400 ? [seconds / 3_600, "h"] : [seconds / 86_400, "d"];
}
