import { kindsOfProviders, type ProviderKind } from "@triops/domains/llm-providers/rules";
import type { Provider, ProviderHealth } from "@triops/domains/llm-providers/schemas";
import { formatCount, formatDuration, formatValue } from "@triops/ui/units";

export type Health = ProviderHealth["data"][number];

export const kindTitle = (kind: ProviderKind): string => kindsOfProviders[kind].title;

/** Its name, and what it is when the name does not say so; a demonstration is always called one. */
export function providerLabel({ name, kind }: Pick<Provider, "name" | "kind">): string {
  const title = kindTitle(kind);
  if (name.toLowerCase().includes(title.toLowerCase())) return name;
  return kind === "demonstration" ? `${name} (demonstration provider)` : `${name} (${title})`;
}

export const errorWords: Record<string, string> = {
  rate_limit: "too busy",
  server_error: "failed",
  timeout: "too slow",
  connection: "not reached",
  auth: "credential refused",
  context_length: "prompt too long",
  content_filter: "filtered",
  bad_request: "not understood",
};

/** "12 of 340 calls failed in the last 15 minutes: 10 too busy, 2 too slow." */
export function healthText(health: Health, minutes: number): string {
  if (health.calls === 0) return `No call in the last ${minutes} minutes.`;
  const calls = `${formatCount(health.calls)} ${health.calls === 1 ? "call" : "calls"}`;
  const speed = health.latencyMsMean === null ? "" : `, ${formatDuration(health.latencyMsMean)} on average`;
  if (health.failures === 0) return `${calls} in the last ${minutes} minutes, none failed${speed}.`;
  const reasons = Object.entries(health.errors)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${formatCount(count)} ${errorWords[name] ?? name}`)
    .join(", ");
  return `${formatCount(health.failures)} of ${calls} failed in the last ${minutes} minutes${reasons && `: ${reasons}`}.`;
}

/** The sentence that the list opens with. */
export function providersAnswer(
  providers: readonly Pick<Provider, "id" | "name" | "enabled">[],
  health: ReadonlyMap<string, Health>,
  more: boolean,
): string {
  if (providers.length === 0) return "No provider yet: routes have nobody to ask.";
  const count = `${providers.length}${more ? "+" : ""} ${providers.length === 1 ? "provider" : "providers"}`;
  const failing = providers.filter(({ id }) => health.get(id)?.state === "failing");
  const off = providers.filter(({ enabled }) => !enabled).length;
  const parts = [
    off > 0 && `${off} switched off`,
    failing.length === 0
      ? "none failing"
      : failing.length === 1
        ? `${failing[0]?.name} is failing`
        : `${failing.length} are failing`,
  ].filter(Boolean);
  return `${count}, ${parts.join(", ")}.`;
}

export const failingShare = (health: Health | undefined): string =>
  health && health.calls > 0 ? formatValue(health.failures / health.calls, "ratio") : "–";
