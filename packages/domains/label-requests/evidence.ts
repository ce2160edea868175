import { promptVersionTotals } from "@triops/telemetry/llm/prompt-usage";
import { contentOf, qualityOf } from "../prompts/index.ts";
import type { Reading } from "../verb.ts";
import { type Evidence, evidence } from "./schemas.ts";
import type { Row } from "./store.ts";

/** How far back production is looked at. */
const windowMs = 7 * 86_400_000;

/** Both versions beside each other, with what they cost and how they did in production. */
export async function evidenceOf(reading: Reading, row: Row): Promise<Evidence> {
  if (row.evidence) {
    const kept = evidence.safeParse(row.evidence);
    if (kept.success) return kept.data;
  }
  const { runtime, context, db } = reading;
  const to = runtime.clock.now();
  const window = { from: new Date(to.getTime() - windowMs), to };
  const question = { workspaceId: context.workspaceId, window, name: row.promptName };
  const ids = [row.versionId, row.fromVersionId].filter((id) => id !== null);
  const [versions, totals, quality] = await Promise.all([
    db.promptVersion.findMany({ where: { id: { in: ids } } }),
    promptVersionTotals(runtime.telemetry, question),
    qualityOf(reading, question),
  ]);
  const side = (id: string | null) => {
    const found = versions.find((version) => version.id === id);
    if (!found) return null;
    const { template, config } = contentOf(found);
    const figures = totals.find((one) => one.version === found.version);
    return {
      version: found.version,
      versionId: found.id,
      template,
      config,
      message: found.message,
      createdByName: found.createdByName,
      createdAt: found.createdAt.toISOString(),
      figures: figures ? { ...figures, quality: quality.totals.get(found.version) ?? [] } : null,
    };
  };
  return evidence.parse({
    ...window,
    frozen: false,
    candidate: side(row.versionId),
    current: side(row.fromVersionId),
  });
}
