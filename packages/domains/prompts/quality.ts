import type { Reading } from "../verb.ts";
import type { Quality } from "./usage-schemas.ts";

type Question = { workspaceId: string; window: { from: Date; to: Date }; name: string };

/** Scores of a prompt's versions. */
export async function qualityOf(_reading: Reading, _question: Question): Promise<Map<number, Quality[]>> {
  return new Map();
}
