"use client";
import { useQuery } from "@tanstack/react-query";
import type { Deployment } from "@triops/domains/deployments/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { CopyText } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { formatValue } from "@triops/ui/units";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { coverageOf, type Span } from "./reads.ts";

const SettingsDialog = lazy(async () => ({
  default: (await import("./settings-dialog.tsx")).SettingsDialog,
}));

/** Where to ask, what is kept, how much of it is labelled. */
export function SettingsCard({ deployment, span }: { deployment: Deployment; span: Span }) {
  const { gatewayUrl } = useMe();
  const [editing, setEditing] = useState(false);
  const mayWrite = useRefusal("deployments:write");
  const coverage = useQuery(coverageOf(deployment.name, span));
  const { logging } = deployment;
  const total = coverage.data?.total;
  return (
    <Card
      title="About"
      actions={
        <Button size="sm" variant="ghost" disabledReason={mayWrite} onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      <Facts
        items={[
          {
            label: "MLflow",
            value: (
              <CopyText label="address" value={`${gatewayUrl}/deployments/${deployment.name}/invocations`} />
            ),
          },
          {
            label: "OIP v2",
            value: <CopyText label="address" value={`${gatewayUrl}/v2/models/${deployment.name}/infer`} />,
          },
          ...(deployment.description ? [{ label: "Description", value: deployment.description }] : []),
          { label: "Sticky by", value: deployment.stickyHeader ?? "Nothing: by chance" },
          {
            label: "If a canary fails",
            value: deployment.fallback ? "The champion answers" : "Its error is the answer",
          },
          {
            label: "Logged",
            value: `${formatValue(logging.sampleRate, "ratio")} of answers, ${logging.retentionDays} days`,
          },
          {
            label: "Masked",
            value: logging.maskColumns.length > 0 ? logging.maskColumns.join(", ") : "No column",
          },
          {
            label: "Labelled",
            value:
              total === undefined ? (
                "–"
              ) : total.labelled === 0 ? (
                "No ground truth in this range"
              ) : (
                <>
                  {formatValue(total.share, "ratio")} of {total.predictions.toLocaleString("en-GB")}
                  {coverage.data?.lastLabelAt && (
                    <>
                      , last <Time at={coverage.data.lastLabelAt} />
                    </>
                  )}
                </>
              ),
          },
        ]}
      />
      {editing && (
        <Suspense>
          <SettingsDialog deployment={deployment} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </Card>
  );
}
