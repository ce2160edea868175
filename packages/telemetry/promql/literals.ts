const msByUnit: readonly (readonly [unit: string, ms: number])[] = [
  ["y", 365 * 86_400_000],
  ["w", 7 * 86_400_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
];

/** Greatest duration of Prometheus: an Int64 of nanoseconds, about 292 years. */
const msMax = 9_223_372_036_854;

/** `1h30m` in milliseconds; undefined when it is no duration. Units must fall in size. */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const found = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (!found || text === "") return undefined;
  let total = 0;
  msByUnit.forEach(([, ms], index) => {
    total += Number(found[index + 1] ?? 0) * ms;
  });
  return total > msMax ? undefined : total;
}

/** As Prometheus prints durations: the fewest units, years and weeks only when nothing is left over. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return "0s";
  let rest = Math.abs(durationMs);
  let text = durationMs < 0 ? "-" : "";
  for (const [unit, ms] of msByUnit) {
    const mayLeaveRest = unit !== "y" && unit !== "w";
    if (!mayLeaveRest && rest % ms !== 0) continue;
    const count = Math.floor(rest / ms);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * ms;
  }
  return text;
}

/** A number or a duration (in seconds); undefined when it is neither. */
export function parseNumber(source: string): number | undefined {
  const text = source.toLowerCase();
  const negative = text.startsWith("-");
  const digits = text.replace(/^[+-]\s*/, "").replaceAll("_", "");
  const sign = negative ? -1 : 1;
  if (digits === "inf") return sign * Infinity;
  if (digits === "nan") return Number.NaN;
  if (/^0x[0-9a-f]+$/.test(digits)) return sign * Number.parseInt(digits.slice(2), 16);
  if (/^(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(digits)) {
    // Go reads a leading zero as octal when only octal digits follow.
    if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
    return sign * Number(digits);
  }
  const duration = parseDuration(digits);
  return duration === undefined ? undefined : (sign * duration) / 1_000;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** The text a quoted literal stands for; undefined when it is not closed or has an escape Go does not know. */
export function unquote(source: string): string | undefined {
  const quote = source[0];
  if (source.length < 2 || source.at(-1) !== quote) return undefined;
  const inside = source.slice(1, -1);
  if (quote === "`") return inside.includes("`") ? undefined : inside;
  const bytes: (string | number)[] = [];
  for (let at = 0; at < inside.length; at++) {
    const char = inside[at] ?? "";
    if (char === quote || char === "\n") return undefined;
    if (char !== "\\") {
      bytes.push(char);
      continue;
    }
    const escaped = readEscape(inside, at + 1, quote ?? "");
    if (!escaped) return undefined;
    bytes.push(escaped.value);
    at += escaped.length;
  }
  return joinBytes(bytes);
}

function readEscape(
  text: string,
  at: number,
  quote: string,
): { value: string | number; length: number } | undefined {
  const letter = text[at] ?? "";
  const simple = simpleEscapes[letter];
  if (simple !== undefined) {
    if ((letter === "'" || letter === '"') && letter !== quote) return undefined;
    return { value: simple, length: 1 };
  }
  const octal = /^[0-7]{3}/.exec(text.slice(at, at + 3));
  if (octal) {
    const value = Number.parseInt(octal[0], 8);
    return value > 255 ? undefined : { value, length: 3 };
  }
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits === undefined) return undefined;
  const hex = text.slice(at + 1, at + 1 + digits);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) return undefined;
  const value = Number.parseInt(hex, 16);
  if (letter === "x") return { value, length: 3 };
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { value: String.fromCodePoint(value), length: digits + 1 };
}

/** `\x` and octal escapes are bytes of UTF-8, not characters. */
function joinBytes(parts: readonly (string | number)[]): string {
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  const chunks = parts.map((part) =>
    typeof part === "string" ? Buffer.from(part, "utf8") : Buffer.from([part]),
  );
  return Buffer.concat(chunks).toString("utf8");
}
