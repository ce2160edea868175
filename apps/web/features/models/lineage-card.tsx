"use client";
import { useQuery } from "@tanstack/react-query";
import type { Lineage } from "@triops/domains/models/schemas";
import { Card } from "@triops/ui/card";
import { LimitNotice } from "@triops/ui/data-states";
import { Skeleton } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { useWindowKind } from "@triops/ui/window-width";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { lineageBoxes } from "./lineage-boxes.ts";
import { kindLabel } from "./lineage-words.ts";
import { versionLineage } from "./reads.ts";

const LineageCanvas = lazy(() => import("./lineage-canvas.tsx"));

/** From the data it learnt from to where it serves; drawn, on phones a list. */
export function LineageCard({ id }: { id: string }) {
  const query = useQuery(versionLineage(id));
  const found = query.data;
  return (
    <Card title="Lineage">
      {!found && (errorOf(query.error, () => void query.refetch()) ?? <Skeleton className="h-64" />)}
      {found?.cut && <LimitNotice className="mb-3">Older versions are left out.</LimitNotice>}
      {found && found.nodes.length <= 1 && (
        <p className="mb-3 text-body text-ink-3">
          Nothing is known of where it came from: the version names no run. What is logged inside a run keeps
          its run, its data sets and its logged model.
        </p>
      )}
      {found && found.nodes.length > 1 && <Drawing id={id} lineage={found} />}
    </Card>
  );
}

function Drawing({ id, lineage }: { id: string; lineage: Lineage }) {
  const windowKind = useWindowKind();
  const boxes = lineageBoxes(id, lineage);
  return (
    <>
      <div
        className="hidden overflow-hidden rounded-card border border-line-subtle bg-raised sm:block"
        style={{ height: Math.min(420, 140 + 76 * tallest(lineage)) }}
      >
        {windowKind === "wide" && (
          <Suspense fallback={<Skeleton className="h-full" />}>
            <LineageCanvas key={boxes.length} boxes={boxes} links={lineage.edges} />
          </Suspense>
        )}
      </div>
      <ol className="flex flex-col gap-2 sm:hidden">
        {boxes.map((box) => (
          <li key={box.id} className="text-body">
            <p className="text-dense text-ink-3">{kindLabel[box.kind]}</p>
            {box.href && !box.here ? (
              <TextLink href={box.href}>{box.name}</TextLink>
            ) : (
              <span className="text-ink-1">{box.name}</span>
            )}
            {box.detail && <span className="text-dense text-ink-3"> {box.detail}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Things of one kind stand under each other: so many at most. */
function tallest({ nodes }: Lineage): number {
  const counts = new Map<string, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Math.max(1, ...counts.values());
}
