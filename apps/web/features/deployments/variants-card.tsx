"use client";
import { blockedBecause } from "@triops/domains/deployments/rules";
import type { Deployment, Variant } from "@triops/domains/deployments/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { TextLink } from "@triops/ui/text-link";
import { formatValue } from "@triops/ui/units";
import { Plus, Scale } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { paths } from "../../shell/paths.ts";
import { RoleMark } from "./role-mark.tsx";
import { percent, variantName } from "./words.ts";

const WeightsDialog = lazy(async () => ({ default: (await import("./weights-dialog.tsx")).WeightsDialog }));
const AddDialog = lazy(async () => ({ default: (await import("./add-dialog.tsx")).AddDialog }));

/** Who answers, with which share of requests. */
export function VariantsCard({ deployment }: { deployment: Deployment }) {
  const [asking, setAsking] = useState<"weights" | "add" | null>(null);
  const mayWrite = useRefusal("deployments:write");
  const why = mayWrite ?? blockedBecause.route(deployment) ?? undefined;
  return (
    <Card
      title="Who answers"
      actions={
        <>
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus aria-hidden="true" />}
            disabledReason={why}
            onClick={() => setAsking("add")}
          >
            Add version
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={<Scale aria-hidden="true" />}
            disabledReason={why}
            onClick={() => setAsking("weights")}
          >
            Change shares
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-3">
        {deployment.variants.map((variant) => (
          <li key={variant.id} className="flex flex-col gap-1">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-body">
              <RoleMark role={variant.role} />
              <VariantName variant={variant} />
              {variant.alias && <Badge tone="outline">follows {variant.alias}</Badge>}
              <span className="text-dense text-ink-3">{placeOf(variant)}</span>
              <span className="ml-auto font-medium text-ink-1 tabular-nums">
                {percent(variant.weight)}
                {variant.role === "shadow" && <span className="font-normal text-ink-3"> copied</span>}
              </span>
            </div>
            <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
              <div
                className={
                  variant.role === "champion"
                    ? "h-full bg-accent"
                    : variant.role === "canary"
                      ? "h-full bg-sev3"
                      : "h-full bg-ink-3"
                }
                style={{ width: `${variant.weight}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
      {asking && (
        <Suspense>
          {asking === "weights" ? (
            <WeightsDialog deployment={deployment} onClose={() => setAsking(null)} />
          ) : (
            <AddDialog deployment={deployment} onClose={() => setAsking(null)} />
          )}
        </Suspense>
      )}
    </Card>
  );
}

function VariantName({ variant }: { variant: Variant }) {
  const name = variantName(variant);
  const registered = variant.serve.kind === "onnx" && /^\d+$/.test(variant.version);
  return registered ? (
    <TextLink href={paths.modelVersion(variant.model, variant.version)}>{name}</TextLink>
  ) : (
    <span className="font-medium text-ink-1">{name}</span>
  );
}

const placeOf = ({ serve }: Variant): string =>
  serve.kind === "onnx"
    ? `ONNX, ${formatValue(serve.sizeBytes, "bytes")}, served here`
    : `${serve.protocol === "oip" ? "OIP v2" : "MLflow"} at ${URL.canParse(serve.url) ? new URL(serve.url).host : serve.url}`;
