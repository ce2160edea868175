"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { lazy, Suspense } from "react";
import { useMe } from "../../data/me.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { alertPages } from "../alerts/reads.ts";
import { incidentPages } from "../incidents/reads.ts";
import { metricSources } from "../metrics/reads.ts";
import { monitorPages } from "../monitors/reads.ts";
import { ServiceCards } from "../services/service-cards.tsx";
import { Figures } from "./figures.tsx";
import { GettingStarted } from "./getting-started.tsx";
import { HostCharts } from "./host-charts.tsx";
import { overviewAnswer } from "./overview-answer.ts";

/** Needed only while something is wrong. */
const IncidentStrip = lazy(async () => ({ default: (await import("./incident-strip.tsx")).IncidentStrip }));

/** The first page: is anything wrong, how is the machine, does data arrive. */
export function Overview({ nowMs }: { nowMs: number }) {
  const me = useMe();
  const page = usePageRange(nowMs);
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const incidents = useInfiniteQuery(incidentPages({ state: "active" }));
  const alerts = useInfiniteQuery(alertPages({ state: "open" }));
  const monitors = useInfiniteQuery(monitorPages({}));
  const sources = useQuery(metricSources(span));
  const active = incidents.data?.pages.flatMap((one) => one.data) ?? [];
  const arriving = sources.data?.newestSample !== null;
  return (
    <>
      <PageRangePicker page={page} />
      <PageHeader
        title="Overview"
        answer={overviewAnswer({
          active,
          more: incidents.hasNextPage,
          lagMs: sources.data ? sources.data.lagMs : undefined,
        })}
      />
      <PageBody>
        <Figures
          incidents={active.length}
          alerts={alerts.data?.pages[0]?.data ?? []}
          monitors={monitors.data?.pages[0]?.data ?? []}
          sources={sources.data}
        />
        {(active.length > 0 || incidents.error) && (
          <Suspense>
            <IncidentStrip query={incidents} />
          </Suspense>
        )}
        <ServiceCards span={span} />
        {sources.data && !arriving ? (
          <GettingStarted gatewayUrl={me.gatewayUrl} />
        ) : (
          <HostCharts
            span={span}
            live={page.live}
            onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
          />
        )}
      </PageBody>
    </>
  );
}
