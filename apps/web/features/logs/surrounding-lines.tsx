"use client";
import { useQuery } from "@tanstack/react-query";
import type { LogDetail, LogLine } from "@triops/domains/logs/schemas";
import { Button } from "@triops/ui/button";
import { Segmented } from "@triops/ui/segmented";
import { Skeleton } from "@triops/ui/skeleton";
import { useZone } from "@triops/ui/zone";
import { useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { LogLineRow } from "./log-line.tsx";
import { logSurrounding } from "./reads.ts";

const scopes = [
  { value: "instance", label: "Instance" },
  { value: "service", label: "Service" },
  { value: "all", label: "Everything" },
] as const;
type Scope = (typeof scopes)[number]["value"];

const linesMax = 100;
const noColumns: readonly string[] = [];

/** What was logged just before and just after, oldest first. */
export function SurroundingLines({
  id,
  line,
  onOpen,
}: {
  id: string;
  line: LogDetail;
  onOpen: (id: string) => void;
}) {
  const { zone } = useZone();
  const [scope, setScope] = useState<Scope>("service");
  const [lines, setLines] = useState(8);
  const query = useQuery(logSurrounding(id, scope, lines));
  const fault = errorOf(query.error, () => void query.refetch());
  const own: LogLine = {
    ...line,
    body: line.body.slice(0, 2_000),
    isCut: line.body.length > 2_000,
    columns: [],
  };
  const shown = query.data ? [...query.data.before, own, ...query.data.after] : [];
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-body font-semibold text-ink-1">Around it</h3>
        <Segmented size="sm" label="Whose lines" options={scopes} value={scope} onValueChange={setScope} />
      </div>
      {fault}
      {query.isPending && <Skeleton className="h-48" />}
      {shown.length > 0 && (
        <ol className="overflow-x-auto rounded-card border border-line-subtle">
          {shown.map((one) => (
            <li key={one.id}>
              <LogLineRow
                line={one}
                columns={noColumns}
                wrap={false}
                hideService={scope !== "all"}
                zone={zone}
                withDay={false}
                active={one.id === id}
                onOpen={(chosen) => onOpen(chosen.id)}
              />
            </li>
          ))}
        </ol>
      )}
      {lines < linesMax && shown.length > lines && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1"
          onClick={() => setLines(Math.min(linesMax, lines * 3))}
        >
          Show more around it
        </Button>
      )}
    </section>
  );
}
