"use client";
import type { Run } from "@triops/domains/training/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { DataTable } from "@triops/ui/data-table";
import type { Kept } from "@triops/ui/parallel-coordinates";
import { Skeleton } from "@triops/ui/skeleton";
import { formatCount } from "@triops/ui/units";
import { useRouter } from "next/navigation";
import { parseAsJson, parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense, useMemo, useState } from "react";
import { paths } from "../../shell/paths.ts";
import { ColumnPicker } from "./column-picker.tsx";
import { axisKeys, placeOf } from "./compared-values.ts";
import { runColumns } from "./run-columns.tsx";
import { keysOf, partsOf, type RunKey, readKeys, writeKeys } from "./run-keys.ts";

const ParallelCoordinates = lazy(async () => ({
  default: (await import("@triops/ui/parallel-coordinates")).ParallelCoordinates,
}));

/** As many axes as fit a wide window without being asked for. */
const axesUsual = 7;

function readKept(value: unknown): Record<string, Kept> {
  if (typeof value !== "object" || value === null) return {};
  const kept: Record<string, Kept> = {};
  for (const [key, part] of Object.entries(value)) {
    if (!Array.isArray(part) || part.length !== 2) continue;
    const [from, to] = part as unknown[];
    if (typeof from === "number" && typeof to === "number" && from >= 0 && to <= 1 && from <= to)
      kept[key] = [from, to];
  }
  return kept;
}

const parsers = {
  axes: parseAsString.withDefault(""),
  color: parseAsString.withDefault(""),
  kept: parseAsJson<Record<string, Kept>>(readKept).withDefault({}),
};

/** Every run as a line across its params and metrics; below, the runs that pass where the reader wants them. */
export function CompareParallel({ runs }: { runs: readonly Run[] }) {
  const router = useRouter();
  const [{ axes: axesText, color, kept }, set] = useQueryStates(parsers);
  const [over, setOver] = useState<string | null>(null);
  const keys = useMemo(
    () => (axesText === "" ? axisKeys(runs, axesUsual) : readKeys(axesText)),
    [axesText, runs],
  );
  const axes = useMemo(() => keys.map((key) => ({ id: key, label: partsOf(key)?.name ?? key })), [keys]);
  const lines = useMemo(
    () =>
      runs.map((run) => ({
        id: run.id,
        label: run.name,
        values: Object.fromEntries(keys.map((key) => [key, placeOf(run, key)])),
      })),
    [runs, keys],
  );
  const colorBy =
    keys.find((key) => key === color) ?? keys.findLast((key) => key.startsWith("metrics.")) ?? null;
  const seen = useMemo(() => keysOf(runs), [runs]);
  const columns = useMemo(() => runColumns(keys), [keys]);
  const [shownIds, setShownIds] = useState<ReadonlySet<string> | null>(null);
  const rows = useMemo(
    () => (shownIds === null ? runs : runs.filter(({ id }) => shownIds.has(id))),
    [runs, shownIds],
  );
  const narrowed = Object.keys(kept).length > 0;
  return (
    <>
      <Card
        title="Parallel coordinates"
        aside={narrowed ? `${formatCount(rows.length)} of ${formatCount(runs.length)} runs kept` : undefined}
        actions={
          <>
            {narrowed && (
              <Button size="sm" variant="ghost" onClick={() => void set({ kept: null })}>
                Keep all
              </Button>
            )}
            <ColumnPicker
              label="Axes"
              seen={seen}
              chosen={keys}
              onChosenChange={(next: readonly RunKey[]) => void set({ axes: writeKeys(next) || null })}
              onReset={() => void set({ axes: null })}
            />
          </>
        }
      >
        <Suspense fallback={<Skeleton className="h-96" />}>
          <ParallelCoordinates
            label="Runs across their params and metrics"
            axes={axes}
            lines={lines}
            colorBy={colorBy}
            onColorBy={(key) => void set({ color: key })}
            kept={kept}
            onKeptChange={(next) => void set({ kept: Object.keys(next).length > 0 ? { ...next } : null })}
            onShownChange={setShownIds}
            highlight={over}
            onHighlight={setOver}
            onOpen={(id) => router.push(paths.run(id))}
          />
        </Suspense>
        <p className="text-axis text-ink-3">
          Drag along an axis to keep what passes there, click it to let all through; a name colours by it,
          stronger is more. Lines that dip below have no value.
        </p>
      </Card>
      <DataTable
        caption="Compared runs"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        activeKey={over}
        onRowOpen={(row) => router.push(paths.run(row.id))}
        empty={<p className="py-8 text-center text-body text-ink-3">No run passes everywhere.</p>}
        maxHeight="28rem"
      />
    </>
  );
}
