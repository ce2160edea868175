import { invalid } from "@triops/kernel/errors";
import type { ChargeCursor } from "@triops/telemetry/llm/charges";
import { z } from "zod";

const shape = z.object({
  c: z.string().regex(/^-?\d{1,20}(\.\d{1,12})?$/),
  g: z.array(z.string().max(1_000)).min(1).max(3),
});

export const encodeCursor = ({ costUsd, group }: ChargeCursor): string =>
  Buffer.from(JSON.stringify({ c: costUsd, g: group })).toString("base64url");

/** @throws invalid */
export function decodeCursor(text: string, dimensions: number): ChargeCursor {
  try {
    const { c, g } = shape.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    if (g.length === dimensions) return { costUsd: c, group: g };
  } catch {
    // Told below.
  }
  throw invalid("Some fields are missing or wrong", [
    { path: "cursor", message: "Not a cursor of this question" },
  ]);
}
