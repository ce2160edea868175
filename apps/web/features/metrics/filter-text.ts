import type { LabelFilter } from "@triops/domains/metrics/schemas";

/** Filters from a link. Links come from anywhere: what is not a filter is left out. */
export function readFilters(given: unknown): LabelFilter[] {
  const value = typeof given === "string" ? parsed(given) : given;
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item): item is LabelFilter =>
      typeof item?.label === "string" &&
      typeof item.value === "string" &&
      ["=", "!=", "=~", "!~"].includes(item.op),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
