"use client";
import { useQuery } from "@tanstack/react-query";
import type { ServiceMap } from "@triops/domains/services/schemas";
import { Card } from "@triops/ui/card";
import { Combobox } from "@triops/ui/combobox";
import { EmptyNever, PartialNotice } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { WithDrawer } from "@triops/ui/drawer";
import { PageBody } from "@triops/ui/page-header";
import { Skeleton, SkeletonRows } from "@triops/ui/skeleton";
import { useWindowKind } from "@triops/ui/window-width";
import { Share2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { connectionColumns } from "./map-columns.tsx";
import { type MapRow, rowsOf } from "./map-edges.ts";
import { NodeDrawer } from "./node-drawer.tsx";
import { type Span, serviceMap } from "./reads.ts";
import { serviceParsers } from "./state.ts";

const MapCanvas = lazy(() => import("./map-canvas.tsx"));

/** Who talks to whom: drawn, and as a table below; on phones the table alone. */
export function ServiceMapView({ span }: { span: Span }) {
  const [{ focus, node }, set] = useQueryStates(serviceParsers);
  const query = useQuery(serviceMap(span, focus));
  const everything = useQuery(serviceMap(span));
  const map = query.data;
  const fault = errorOf(query.error, () => void query.refetch());
  if (!map && fault) return <PageBody>{fault}</PageBody>;
  if (!map) return <SkeletonRows label="Loading the map" />;
  const active = map.nodes.find((one) => one.key === node);
  const rows = rowsOf(map.nodes, map.edges);
  const names = (everything.data ?? map).nodes.filter((one) => one.kind === "service").map((one) => one.name);
  const open = (key: string) => void set({ node: key === node ? null : key });
  return (
    <WithDrawer
      drawer={
        active && (
          <NodeDrawer
            node={active}
            rows={rows}
            focused={focus === active.name}
            onFocus={(name) => void set({ focus: name })}
            onClose={() => void set({ node: null })}
          />
        )
      }
    >
      <PageBody>
        {map.nodes.length === 0 && focus === "" ? (
          <EmptyNever title="Nothing is connected yet" icon={<Share2 aria-hidden="true" />}>
            The map is drawn from traces: it shows services once their spans name a parent in another service,
            a database or a queue. Look at a longer time range, or send traces with OpenTelemetry.
          </EmptyNever>
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <Combobox
                aria-label="Show around a service"
                options={[
                  { value: "", label: "All services" },
                  ...names.map((name) => ({ value: name, label: name })),
                ]}
                value={focus}
                onValueChange={(next) => void set({ focus: next || null, node: null })}
                className="w-56"
              />
              <span className="text-dense text-ink-3 max-sm:hidden">
                Thickness is rate, a dashed line carries messages, ▲ and colour mark 1 % errors or more.
              </span>
            </div>
            {map.more && <PartialNotice>Only the busiest connections are shown.</PartialNotice>}
            <Drawing map={map} activeKey={node} onOpen={open} />
            <Card title="Connections" aside={rows.length} flush>
              <DataTable
                caption="Connections between services"
                columns={connectionColumns}
                rows={rows}
                rowKey={keyOf}
                onRowOpen={(row) => open(row.target)}
                maxHeight="none"
                empty={<p className="p-3 text-body text-ink-3">Nothing talks to anything here.</p>}
              />
            </Card>
          </>
        )}
      </PageBody>
    </WithDrawer>
  );
}

const keyOf = (row: MapRow): string => row.key;

function Drawing(props: { map: ServiceMap; activeKey: string; onOpen: (key: string) => void }) {
  const windowKind = useWindowKind();
  if (windowKind === "phone") return null;
  const shape = props.map.nodes.length;
  return (
    <section
      aria-label="Map of services"
      className="hidden h-[68dvh] min-h-96 overflow-hidden rounded-card border border-line-subtle bg-raised sm:block"
    >
      {windowKind === "wide" && (
        <Suspense fallback={<Skeleton className="h-full" />}>
          <MapCanvas key={shape} {...props} />
        </Suspense>
      )}
    </section>
  );
}
