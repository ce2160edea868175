"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { ChargesCard } from "../charges/charges-card.tsx";
import { chargeSums } from "../charges/reads.ts";
import { RouteActions } from "./actions.tsx";
import { CallSnippets } from "./call-snippets.tsx";
import { asksDemonstration, RouteState } from "./columns.tsx";
import { routeById } from "./reads.ts";
import { RoutingCard } from "./routing-card.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { TryCard } from "./try-card.tsx";
import { routeAnswer } from "./words.ts";

export function RouteDetail({ id, nowMs }: { id: string; nowMs: number }) {
  const page = usePageRange(nowMs);
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const { gatewayUrl } = useMe();
  const query = useQuery(routeById(id));
  const route = query.data;
  const sums = useQuery({
    ...chargeSums(["provider", "model"], { route: route?.name ?? "" }, span),
    enabled: route !== undefined,
  });
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !route) return <PageBody className="pt-6">{fault}</PageBody>;
  if (!route) return <SkeletonRows label="Loading the route" />;
  return (
    <>
      <PageRangePicker page={page} />
      <CrumbLabel>{route.name}</CrumbLabel>
      <PageHeader
        title={route.name}
        answer={routeAnswer(route, sums.data?.total)}
        badges={
          <>
            <RouteState route={route} />
            {asksDemonstration(route) && <Badge tone="outline">Demonstration provider</Badge>}
          </>
        }
        actions={<RouteActions route={route} />}
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <RoutingCard route={route} />
          <TryCard route={route} />
          <ChargesCard
            title="Traffic by target"
            by="model"
            filter={{ route: route.name }}
            span={span}
            live={page.live}
            onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
          />
          <Card title="From a program">
            <CallSnippets gatewayUrl={gatewayUrl} model={route.name} keyText="<virtual key>" />
          </Card>
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <SettingsCard route={route} />
        </aside>
      </PageBody>
    </>
  );
}
