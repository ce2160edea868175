import type { Provider } from "@triops/domains/llm-providers/schemas";
import { Badge } from "@triops/ui/badge";
import type { Health } from "./words.ts";

/** What it does now: switched off, failing, answering, or not asked. */
export function ProviderState({ provider, health }: { provider: Provider; health: Health | undefined }) {
  if (!provider.enabled) return <Badge>Off</Badge>;
  if (health?.state === "failing") return <Badge tone="sev2">Failing</Badge>;
  if (health?.state === "ok") return <Badge tone="ok">Answering</Badge>;
  if (provider.lastTest && !provider.lastTest.ok) return <Badge tone="sev3">Test failed</Badge>;
  return <Badge tone="unknown">Not asked lately</Badge>;
}

export function DemonstrationBadge({ kind }: Pick<Provider, "kind">) {
  return kind === "demonstration" ? <Badge tone="outline">Demonstration provider</Badge> : null;
}
