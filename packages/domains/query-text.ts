import { z } from "zod";

/**
 * Nested inputs of a question travel in the query string as JSON text; a server-side caller passes them as they
 * are. `jsonText(filters)` takes both.
 */
export const jsonText = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([
    schema,
    z
      .string()
      .max(20_000)
      .transform((text, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.addIssue({ code: "custom", message: "Not JSON" });
          return z.NEVER;
        }
      })
      .pipe(schema),
  ]);

/** A list of names: as a list, or as text with commas between. */
export const nameList = (itemsMax: number) =>
  z
    .union([
      z.array(z.string().min(1).max(200)).max(itemsMax),
      z
        .string()
        .max(5_000)
        .transform((text) => text.split(",").filter((name) => name !== ""))
        .pipe(z.array(z.string().max(200)).max(itemsMax)),
    ])
    .default([]);

const instant = z.iso.datetime({ offset: true });
const dayMs = 86_400_000;

/** `from` and `to` of a question about telemetry; `to` is now and `from` a while before it unless given. */
export const rangeInput = { from: instant.optional(), to: instant.optional() };

/** The stretch of time that is asked for; the end never lies in the future. */
export function windowOf(
  range: { from?: string | undefined; to?: string | undefined },
  now: Date,
  usualMs = 3_600_000,
): { from: Date; to: Date } {
  const to = range.to ? new Date(range.to) : now;
  const from = range.from ? new Date(range.from) : new Date(to.getTime() - usualMs);
  return { from, to };
}

export const rangeMsMax = 400 * dayMs;
