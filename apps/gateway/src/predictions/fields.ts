/** Thrown for one item; the others of the request are taken all the same. */
export class ItemRefusal extends Error {
  override name = "ItemRefusal";
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ItemRefusal("Not an object");
  return value as Fields;
}

/** Text of at most so many characters; numbers count as text. Null and absent are the same. */
export function textField(fields: Fields, name: string, charsMax = 200): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") throw new ItemRefusal(`${name}: not text`);
  if (value.length > charsMax) throw new ItemRefusal(`${name}: longer than ${charsMax} characters`);
  if (value.includes("\u0000")) throw new ItemRefusal(`${name}: has broken characters`);
  return value === "" ? null : value;
}

/** Milliseconds since the epoch from ISO-8601 with an offset, or from a number of them; null when it is not said. */
export function timeField(fields: Fields, name: string, bounds: { oldestMs: number; newestMs: number }) {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  const ms =
    typeof value === "number"
      ? value
      : typeof value === "string" && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(value)
        ? Date.parse(value)
        : Number.NaN;
  if (!Number.isFinite(ms)) throw new ItemRefusal(`${name}: not ISO-8601 with an offset, nor milliseconds`);
  if (ms < bounds.oldestMs) throw new ItemRefusal(`${name}: older than it would be kept`);
  if (ms > bounds.newestMs) throw new ItemRefusal(`${name}: more than 10 minutes in the future`);
  return Math.round(ms);
}
