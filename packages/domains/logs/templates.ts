import { createMiner, currentId, mine, templatesOf } from "@triops/analysis/log-templates/miner";
import type { LogTemplateCount } from "@triops/telemetry/logs/templates";

export type LogTemplate = {
  service: string;
  /** All ids that stand for it: gateways that learned apart, and ids from before a merge. */
  ids: string[];
  /** With typed variables: `user <*> signed in from <ip>`. */
  text: string;
  records: number;
  recordsBefore: number;
  errors: number;
  firstSeen: Date;
  lastSeen: Date;
  example: string;
  trend: "new" | "vanished" | "surging" | "steady";
};

/** Records a template must have for its growth to count. */
const surgeRecordsMin = 20;
/** Times as many as in the window before. */
const surgeFactor = 3;

/**
 * Joins counts per template id into templates: ids whose examples the miner takes for one message are one. Most
 * frequent first.
 */
export function joinTemplates(counts: readonly LogTemplateCount[]): LogTemplate[] {
  const miner = createMiner();
  const frequentFirst = [...counts].sort((a, b) => total(b) - total(a));
  const mined = frequentFirst.map((count) => {
    // Rows of one id belong together whatever their few examples say.
    const ids = count.examples.map((example) => mine(miner, count.service, example));
    return { count, id: ids[0] ?? "" };
  });
  const texts = new Map<string, string>();
  for (const service of new Set(counts.map((count) => count.service)))
    for (const template of templatesOf(miner, service))
      texts.set(`${service}\n${template.id}`, template.text);
  const joined = new Map<string, LogTemplate>();
  for (const { count, id } of mined) {
    const key = `${count.service}\n${currentId(miner, count.service, id)}`;
    const known = joined.get(key);
    if (!known) {
      const { templateId, examples, ...rest } = count;
      const example = examples[0] ?? "";
      joined.set(key, {
        ...rest,
        ids: [templateId],
        text: texts.get(key) ?? example,
        example,
        trend: "steady",
      });
      continue;
    }
    known.ids.push(count.templateId);
    known.records += count.records;
    known.recordsBefore += count.recordsBefore;
    known.errors += count.errors;
    if (count.firstSeen < known.firstSeen) known.firstSeen = count.firstSeen;
    if (count.lastSeen > known.lastSeen) known.lastSeen = count.lastSeen;
  }
  return [...joined.values()]
    .map((template) => ({ ...template, trend: trendOf(template) }))
    .sort((a, b) => b.records - a.records || b.recordsBefore - a.recordsBefore);
}

const total = (count: LogTemplateCount): number => count.records + count.recordsBefore;

/** Compared with the window of the same length before. */
export function trendOf(counts: Pick<LogTemplate, "records" | "recordsBefore">): LogTemplate["trend"] {
  if (counts.recordsBefore === 0) return "new";
  if (counts.records === 0) return "vanished";
  return counts.records >= surgeRecordsMin && counts.records >= surgeFactor * counts.recordsBefore
    ? "surging"
    : "steady";
}
