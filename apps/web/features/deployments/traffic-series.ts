import type { Traffic } from "@triops/domains/predictions/schemas";
import type { ChartSeries } from "@triops/ui/chart-types";
import { roleLabel, variantName } from "./words.ts";

type Variant = Traffic["variants"][number];

/** One series per variant that answers; it keeps its colour while its role changes. */
function perVariant(
  traffic: Traffic,
  shown: (variant: Variant) => boolean,
  valueAt: (variant: Variant, index: number) => number | null,
  until = Number.POSITIVE_INFINITY,
): ChartSeries[] {
  return traffic.variants.filter(shown).map((variant) => ({
    id: variant.variant || `${variant.model} ${variant.version}`,
    label: `${roleLabel[variant.role]} ${variantName(variant)}`,
    points: traffic.times.flatMap((at, index) =>
      at < until ? [[at, valueAt(variant, index)] as const] : [],
    ),
  }));
}

const answers = ({ role }: Variant): boolean => role !== "shadow";

/** Requests a second. A step that still runs would look like a fall: it is left out. */
export function requestSeries(traffic: Traffic, nowMs: number): ChartSeries[] {
  const until = nowMs - traffic.stepSeconds * 1_000 + 1;
  return perVariant(traffic, answers, ({ requests }, i) => (requests[i] ?? 0) / traffic.stepSeconds, until);
}

export const errorSeries = (traffic: Traffic): ChartSeries[] =>
  perVariant(traffic, answers, ({ requests, errors }, i) =>
    (requests[i] ?? 0) === 0 ? null : (errors[i] ?? 0) / (requests[i] ?? 1),
  );

/** Shadows too: how slow it would be is what one wants to know of them. */
export const latencySeries = (traffic: Traffic): ChartSeries[] =>
  perVariant(
    traffic,
    () => true,
    ({ p95Ms }, i) => p95Ms[i] ?? null,
  );
