"use client";
import { useQuery } from "@tanstack/react-query";
import type { ServiceWithHealth } from "@triops/domains/services/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Combobox } from "@triops/ui/combobox";
import { useNow } from "@triops/ui/now";
import { useMemo } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { useChangeMarkers } from "../changes/markers.ts";
import { TimeChart } from "../metrics/time-chart.tsx";
import { LogVolume } from "./log-volume.tsx";
import { type Span, serviceAlerts, serviceOperations, serviceSignals } from "./reads.ts";
import { ResourceLanes } from "./resource-lanes.tsx";
import { alertShadings, durationSeries, errorRatioSeries, requestSeries } from "./signal-series.ts";

type SignalsCardProps = {
  service: ServiceWithHealth;
  span: Span;
  live: boolean;
  /** One of its operations instead of all that enters it. */
  operation: string;
  onOperationChange: (operation: string | null) => void;
  onRangeChange: (span: Span) => void;
};

const lanePx = 132;

/** What the service did on one time axis, lane under lane: changes ticked, open alerts shaded. */
export function SignalsCard({
  service,
  span,
  live,
  operation,
  onOperationChange,
  onRangeChange,
}: SignalsCardProps) {
  const now = useNow();
  const query = useQuery(serviceSignals(service.id, span, operation));
  const operations = useQuery(serviceOperations(service.id, span));
  const alerts = useQuery(serviceAlerts(service.name));
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs, service: service.name });
  const rows = alerts.data?.data;
  const { fromMs, toMs } = span;
  const shadings = useMemo(() => alertShadings(rows ?? [], { fromMs, toMs }), [rows, fromMs, toMs]);
  const signals = query.data;
  const fault = errorOf(query.error, () => void query.refetch());
  const entries = [
    ...new Set(operations.data?.data.filter((one) => one.isEntry).map((one) => one.operation)),
  ];
  const lane = {
    range: span,
    markers,
    shadings,
    heightPx: lanePx,
    onRangeChange,
    loading: query.isPending,
    refreshing: query.isPlaceholderData && !live,
    headingLevel: 3 as const,
    empty: "Nothing was asked of it in this range",
    ...(signals ? { stepMs: signals.stepMs } : {}),
    ...(fault && !signals ? { error: fault } : {}),
  };
  return (
    <Card
      title="Signals"
      actions={
        entries.length > 1 ? (
          <Combobox
            aria-label="Operation"
            options={[
              { value: "", label: "All operations" },
              ...entries.map((value) => ({ value, label: value })),
            ]}
            value={operation}
            onValueChange={(next) => onOperationChange(next || null)}
            className="w-52"
          />
        ) : (
          operation !== "" && <Button onClick={() => onOperationChange(null)}>All operations</Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <TimeChart
          {...lane}
          title="Requests and errors"
          unit="perSecond"
          series={signals ? requestSeries(signals, now) : []}
        />
        <TimeChart
          {...lane}
          title="Share of requests that failed"
          unit="ratio"
          legend="none"
          area
          limits={{ min: 0 }}
          series={signals ? errorRatioSeries(signals) : []}
        />
        <TimeChart
          {...lane}
          title="Duration"
          unit="milliseconds"
          series={signals ? durationSeries(signals) : []}
          note={signals ? `${signals.total.requests.toLocaleString("en-GB")} requests` : undefined}
        />
        <ResourceLanes
          name={service.name}
          span={span}
          live={live}
          heightPx={lanePx}
          markers={markers}
          shadings={shadings}
          onRangeChange={onRangeChange}
        />
        <LogVolume name={service.name} span={span} markers={markers} onRangeChange={onRangeChange} />
      </div>
    </Card>
  );
}
