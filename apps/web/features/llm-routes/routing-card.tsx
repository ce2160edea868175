"use client";
import { useQuery } from "@tanstack/react-query";
import type { LlmRoute, RouteBreakers, RouteTarget } from "@triops/domains/llm-routes/schemas";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { useNow } from "@triops/ui/now";
import { TextLink } from "@triops/ui/text-link";
import { formatDuration, formatValue } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { errorWords } from "../llm-providers/words.ts";
import { routeBreakers } from "./reads.ts";
import { ShareBar } from "./share-bar.tsx";
import { seriesColor } from "./target-colors.ts";

/** Open breakers close by themselves within seconds. */
const freshMs = 5_000;

/** Who is asked, in which order, and who is left alone just now. */
export function RoutingCard({ route }: { route: LlmRoute }) {
  const breakers = useQuery({ ...routeBreakers(route.id), refetchInterval: freshMs });
  const open = new Map(breakers.data?.data.map((one) => [one.targetId, one]));
  const shared = route.targets.filter(({ tier }) => tier === 0);
  const fallbacks = route.targets.filter(({ tier }) => tier > 0).toSorted((a, b) => a.tier - b.tier);
  const bar = shared.map((one) => ({ key: one.id, weight: String(one.weight), label: one.model }));
  return (
    <Card title="Who answers">
      <div className="flex flex-col gap-3">
        <ShareBar targets={bar} />
        <ul className="flex flex-col divide-y divide-line-subtle">
          {shared.map((target, index) => (
            <Target
              key={target.id}
              target={target}
              when={shared.length === 1 ? "always first" : formatValue(target.weight, "percent")}
              color={seriesColor(index)}
              breaker={open.get(target.id)}
            />
          ))}
        </ul>
        {fallbacks.length > 0 && (
          <section aria-label="Fallbacks">
            <h3 className="mb-1 text-dense font-medium text-ink-2">If they fail, in this order</h3>
            <ol className="flex flex-col divide-y divide-line-subtle">
              {fallbacks.map((target) => (
                <Target
                  key={target.id}
                  target={target}
                  when={`fallback ${target.tier}`}
                  breaker={open.get(target.id)}
                />
              ))}
            </ol>
          </section>
        )}
      </div>
    </Card>
  );
}

type Breaker = RouteBreakers["data"][number];

function Target({
  target,
  when,
  color,
  breaker,
}: {
  target: RouteTarget;
  when: string;
  color?: string;
  breaker: Breaker | undefined;
}) {
  const parameters = Object.keys(target.parameters);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      {color && (
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-full"
          style={{ backgroundColor: color }}
        />
      )}
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium text-ink-1">{target.model}</span>{" "}
        <span className="text-dense text-ink-3">
          at <TextLink href={paths.provider(target.providerId)}>{target.provider.name}</TextLink>
          {target.provider.kind === "demonstration" && ", demonstration provider"}
          {parameters.length > 0 && `, sets ${parameters.join(", ")}`}
        </span>
      </span>
      <BreakerBadge target={target} breaker={breaker} />
      <span className="shrink-0 text-dense text-ink-2 tabular-nums">{when}</span>
    </li>
  );
}

function BreakerBadge({ target, breaker }: { target: RouteTarget; breaker: Breaker | undefined }) {
  const now = useNow();
  if (!target.provider.enabled) return <Badge>Provider off</Badge>;
  if (!breaker) return null;
  const leftMs = Math.max(1_000, Date.parse(breaker.openUntil) - now);
  return (
    <Badge
      tone="sev2"
      title={`${breaker.failures} failures: ${errorWords[breaker.errorClass] ?? breaker.errorClass}`}
    >
      Left alone for {formatDuration(leftMs)}: {errorWords[breaker.errorClass] ?? breaker.errorClass}
    </Badge>
  );
}
