"use client";
import { useQuery } from "@tanstack/react-query";
import type { PredictionDetail } from "@triops/domains/predictions/schemas";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { formatDuration, formatValue } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { valueText } from "./prediction-columns.tsx";
import { predictionById, type Span } from "./reads.ts";
import { RoleMark } from "./role-mark.tsx";
import { variantName } from "./words.ts";

type PredictionDrawerProps = {
  deployment: string;
  id: string;
  span: Span;
  onClose: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
};

/** One prediction: in, out, truth, and what the shadows said. */
export function PredictionDrawer({ deployment, id, span, ...drawer }: PredictionDrawerProps) {
  const query = useQuery(predictionById(deployment, id, span));
  const found = query.data;
  return (
    <Drawer title="Prediction" badges={found && <RoleMark role={found.role} />} {...drawer}>
      {!found &&
        (errorOf(query.error, () => void query.refetch()) ?? (
          <SkeletonRows rows={3} label="Loading the prediction" />
        ))}
      {found && <Detail found={found} />}
    </Drawer>
  );
}

function Detail({ found }: { found: PredictionDetail }) {
  return (
    <div className="flex flex-col gap-4">
      <Facts
        items={[
          { label: "When", value: <Time at={found.at} format="full" /> },
          { label: "Version", value: variantName(found) },
          { label: "Took", value: formatDuration(found.latencyMs) },
          { label: "Request", value: <CopyText label="request id" value={found.requestId} /> },
          ...(found.service ? [{ label: "Service", value: found.service }] : []),
          ...(found.user ? [{ label: "User", value: found.user }] : []),
          ...(found.sampleRate < 1
            ? [
                {
                  label: "Stands for",
                  value: `1 of ${formatValue(1 / found.sampleRate, "count")} such requests`,
                },
              ]
            : []),
          ...(found.error ? [{ label: "Error", value: `${found.error.code}: ${found.error.message}` }] : []),
        ]}
      />
      <Values title="Output" values={found.outputs} />
      <section>
        <h3 className="mb-1 text-body font-semibold text-ink-1">Ground truth</h3>
        <p className="text-body text-ink-2">
          {found.label ? (
            <>
              <span className="font-mono text-dense text-ink-1">{valueText(found.label.value)}</span>,
              received <Time at={found.label.receivedAt} />
            </>
          ) : (
            "Not known yet. Send it to /v1/ground-truth with this prediction's id."
          )}
        </p>
      </section>
      {found.shadows.map((shadow) => (
        <section key={shadow.id}>
          <h3 className="mb-1 text-body font-semibold text-ink-1">Shadow {variantName(shadow)}</h3>
          {shadow.error ? (
            <p className="text-body text-worse">
              {shadow.error.code}: {shadow.error.message}
            </p>
          ) : (
            <p className="text-body text-ink-2">
              <span className="font-mono text-dense text-ink-1">{valueText(shadow.output)}</span>
              {shadow.difference !== null &&
                (shadow.difference === 0 ? ", the same" : `, differs by ${valueText(shadow.difference)}`)}
              , in {formatDuration(shadow.latencyMs)}
            </p>
          )}
        </section>
      ))}
      <Values title="Input" values={found.features} />
    </div>
  );
}

function Values({ title, values }: { title: string; values: Readonly<Record<string, number | string>> }) {
  const entries = Object.entries(values);
  return (
    <section>
      <h3 className="mb-1 text-body font-semibold text-ink-1">{title}</h3>
      {entries.length === 0 ? (
        <p className="text-body text-ink-3">Nothing is stored.</p>
      ) : (
        <dl className="flex flex-col">
          {entries.map(([name, value]) => (
            <div
              key={name}
              className="flex items-baseline justify-between gap-3 border-line-subtle border-t py-1 first:border-t-0"
            >
              <dt className="min-w-0 truncate font-mono text-dense text-ink-2">{name}</dt>
              <dd className="break-all text-right font-mono text-dense text-ink-1">{valueText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
