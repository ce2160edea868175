"use client";
import { Card } from "@triops/ui/card";
import {
  EmptyFilter,
  EmptyNever,
  ErrorNotice,
  ErrorState,
  Forbidden,
  LimitNotice,
  PartialNotice,
  StaleNotice,
} from "@triops/ui/data-states";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Section } from "./section.tsx";

export function StatesSection() {
  return (
    <Section title="States of data">
      <div className="flex flex-col gap-2">
        <StaleNotice>Newest data is 6 min old; it should arrive every minute.</StaleNotice>
        <PartialNotice>7 of 8 shards answered: the figures are too low.</PartialNotice>
        <LimitNotice>
          The first 1,000 of 48,210 rows are shown. Narrow the filters to see the rest.
        </LimitNotice>
        <ErrorNotice requestId="req_01k9x7" onRetry={() => {}} />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card flush title="First load">
          <SkeletonRows rows={6} />
        </Card>
        <Card flush title="Never had data">
          <EmptyNever
            title="No metrics yet"
            snippet={{
              label: "OpenTelemetry address",
              code: "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318",
            }}
          >
            Point an OpenTelemetry SDK here; this page turns live with the first sample.
          </EmptyNever>
        </Card>
        <Card flush title="Filtered away">
          <EmptyFilter onClear={() => {}}>The nearest alert is from yesterday, 18:04.</EmptyFilter>
        </Card>
        <Card flush title="Failed">
          <ErrorState title="Alerts could not be loaded" requestId="req_01k9x7" onRetry={() => {}}>
            The telemetry store did not answer within 10 s.
          </ErrorState>
        </Card>
        <Card flush title="Not allowed">
          <Forbidden>Audit is for admins. Ada Lovelace or Grace Hopper can give you that role.</Forbidden>
        </Card>
      </div>
    </Section>
  );
}
