"use client";
import type { Run } from "@triops/domains/training/schemas";
import { Card } from "@triops/ui/card";
import { Combobox } from "@triops/ui/combobox";
import { Skeleton } from "@triops/ui/skeleton";
import { formatCount } from "@triops/ui/units";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { paths } from "../../shell/paths.ts";
import { axisKeys, figureOf, placeableKeys } from "./compared-values.ts";
import { partsOf, type RunKey } from "./run-keys.ts";

const ScatterChart = lazy(async () => ({ default: (await import("@triops/ui/scatter-chart")).ScatterChart }));

const parsers = {
  x: parseAsString.withDefault(""),
  y: parseAsString.withDefault(""),
  shade: parseAsString.withDefault(""),
};
const nameOf = (key: RunKey | null): string => (key ? (partsOf(key)?.name ?? key) : "");

/** Any figure against any other, one dot per run, shaded by a third. */
export function CompareScatter({ runs }: { runs: readonly Run[] }) {
  const router = useRouter();
  const [chosen, set] = useQueryStates(parsers);
  const keys = useMemo(() => placeableKeys(runs), [runs]);
  const options = useMemo(
    () =>
      keys.map((key) => ({
        value: key,
        label: nameOf(key),
        group: key.startsWith("metrics.") ? "Metrics" : "Params",
      })),
    [keys],
  );
  const usual = useMemo(() => axisKeys(runs, 30).filter((key) => keys.includes(key)), [runs, keys]);
  const metrics = usual.filter((key) => key.startsWith("metrics."));
  const y = keys.find((key) => key === chosen.y) ?? metrics[0] ?? keys[0] ?? null;
  const x = keys.find((key) => key === chosen.x) ?? usual.find((key) => key !== y) ?? y;
  const shade = keys.find((key) => key === chosen.shade) ?? null;
  const points = useMemo(
    () =>
      runs.flatMap((run) => {
        const at = x && figureOf(run, x);
        const height = y && figureOf(run, y);
        if (at === null || height === null) return [];
        return [
          {
            id: run.id,
            label: run.name,
            x: Number(at),
            y: Number(height),
            color: shade && figureOf(run, shade),
          },
        ];
      }),
    [runs, x, y, shade],
  ) as { id: string; label: string; x: number; y: number; color: number | null }[];
  if (x === null || y === null) {
    return <p className="py-10 text-center text-body text-ink-3">These runs have no figures to draw.</p>;
  }
  const missing = runs.length - points.length;
  return (
    <Card title={`${nameOf(y)} against ${nameOf(x)}`} aside={`${formatCount(points.length)} runs`}>
      <div className="mb-3 grid gap-2 sm:grid-cols-3">
        <Labelled label="Across">
          <Combobox
            aria-label="Across"
            options={options}
            value={x}
            onValueChange={(next) => void set({ x: next })}
          />
        </Labelled>
        <Labelled label="Upwards">
          <Combobox
            aria-label="Upwards"
            options={options}
            value={y}
            onValueChange={(next) => void set({ y: next })}
          />
        </Labelled>
        <Labelled label="Shade">
          <Combobox
            aria-label="Shade"
            options={[{ value: "", label: "none" }, ...options]}
            value={shade ?? ""}
            onValueChange={(next) => void set({ shade: next || null })}
          />
        </Labelled>
      </div>
      <Suspense fallback={<Skeleton className="h-96" />}>
        <ScatterChart
          label={`${nameOf(y)} against ${nameOf(x)}`}
          points={points}
          xLabel={nameOf(x)}
          yLabel={nameOf(y)}
          colorLabel={shade ? nameOf(shade) : undefined}
          onOpen={(id) => router.push(paths.run(id))}
        />
      </Suspense>
      {missing > 0 && (
        <p className="text-axis text-ink-3">
          {formatCount(missing)} {missing === 1 ? "run has" : "runs have"} no value for one of them.
        </p>
      )}
    </Card>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-dense text-ink-3">{label}</span>
      {children}
    </div>
  );
}
