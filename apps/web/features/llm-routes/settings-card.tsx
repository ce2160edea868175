import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { CopyText } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { formatDuration } from "@triops/ui/units";
import { actionLabels, fallbackLabels, guardrailLabels, operationLabels } from "./words.ts";

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What was decided about it, in words. */
export function SettingsCard({ route }: { route: LlmRoute }) {
  const { retries, timeouts, breaker, cache, guardrails } = route;
  const checks = [
    ...guardrails.request.map((one) => ({ ...one, at: "asked" })),
    ...guardrails.response.map((one) => ({ ...one, at: "answered" })),
  ];
  return (
    <Card title="Settings">
      <Facts
        items={[
          { label: "Model", value: <CopyText label="model name" value={route.name} /> },
          ...(route.description ? [{ label: "Description", value: route.description }] : []),
          { label: "Takes", value: route.operations.map((one) => operationLabels[one]).join(", ") },
          {
            label: "Falls back",
            value:
              route.fallbackOn.length === 0
                ? "never"
                : route.fallbackOn.map((one) => lower(fallbackLabels[one].label)).join("; "),
          },
          {
            label: "Retries",
            value:
              retries.attempts === 0
                ? "none"
                : `${retries.attempts}, after ${formatDuration(retries.backoffMs)} and more`,
          },
          {
            label: "Time-outs",
            value: `first token ${formatDuration(timeouts.firstTokenMs)}, whole ${formatDuration(timeouts.totalMs)}`,
          },
          {
            label: "Breaker",
            value: `${breaker.failures} failures in ${formatDuration(breaker.windowMs)} leave a target alone for ${formatDuration(breaker.openMs)}`,
          },
          {
            label: "Cache",
            value:
              cache.mode === "off" ? "off" : `same question, for ${formatDuration(cache.ttlSeconds * 1_000)}`,
          },
          {
            label: "Guardrails",
            value:
              checks.length === 0 ? (
                "none"
              ) : (
                <ul className="flex flex-col gap-0.5">
                  {checks.map((one) => (
                    <li key={`${one.at} ${one.id}`}>
                      {guardrailLabels[one.kind].label}: {lower(actionLabels[one.action].label)} what is{" "}
                      {one.at}
                    </li>
                  ))}
                </ul>
              ),
          },
          { label: "Bodies", value: route.logBodies ? "recorded, masked first" : "not recorded" },
          { label: "Changed", value: <Time at={route.updatedAt} /> },
        ]}
      />
    </Card>
  );
}
