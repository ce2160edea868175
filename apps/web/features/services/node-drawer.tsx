"use client";
import type { MapNode } from "@triops/domains/services/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { paths } from "../../shell/paths.ts";
import { HealthBadge } from "./health-badge.tsx";
import { NodeName } from "./map-columns.tsx";
import type { MapRow } from "./map-edges.ts";
import { quoted } from "./quoted.ts";
import { kindLabel, msText, rateText, ratioText } from "./words.ts";

type NodeDrawerProps = {
  node: MapNode;
  rows: readonly MapRow[];
  focused: boolean;
  onFocus: (name: string | null) => void;
  onClose: () => void;
};

export function NodeDrawer({ node, rows, focused, onFocus, onClose }: NodeDrawerProps) {
  const callers = rows.filter((row) => row.target === node.key);
  const callees = rows.filter((row) => row.source === node.key);
  const page = node.serviceId ? paths.service(node.serviceId) : undefined;
  return (
    <Drawer
      title={node.name}
      badges={<HealthBadge state={node.state} />}
      onClose={onClose}
      {...(page ? { fullPageHref: page } : {})}
    >
      <div className="flex flex-col gap-4">
        <Facts
          items={[
            { label: "Kind", value: kindLabel[node.kind] },
            { label: "Rate", value: rateText(node.requestsPerSecond) },
            { label: "Errors", value: `${ratioText(node.errorRatio)} (${node.errors} of ${node.requests})` },
            { label: "p50, p95, p99", value: [node.p50Ms, node.p95Ms, node.p99Ms].map(msText).join(", ") },
            ...(node.kind === "service" ? [{ label: "Open alerts", value: String(node.openAlerts) }] : []),
          ]}
        />
        <Peers title="Called by" rows={callers} pick={(row) => row.from} />
        <Peers title="Calls" rows={callees} pick={(row) => row.to} />
        <div className="flex flex-wrap gap-2">
          {page && (
            <ButtonLink href={page} variant="primary">
              Open service
            </ButtonLink>
          )}
          {node.kind === "service" && (
            <>
              <Button onClick={() => onFocus(focused ? null : node.name)}>
                {focused ? "Show all services" : "Show only its neighbours"}
              </Button>
              <ButtonLink href={paths.traces({ q: `service:${quoted(node.name)}` })}>Traces</ButtonLink>
            </>
          )}
        </div>
      </div>
    </Drawer>
  );
}

type PeersProps = { title: string; rows: readonly MapRow[]; pick: (row: MapRow) => MapNode };

function Peers({ title, rows, pick }: PeersProps) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-body font-semibold text-ink-1">{title}</h3>
      <ul className="flex flex-col gap-1">
        {rows.map((row) => (
          <li key={row.key} className="flex items-baseline justify-between gap-3 text-body">
            <span className="min-w-0 truncate">
              <NodeName node={pick(row)} />
              {row.via && <span className="text-ink-3"> by {row.via}</span>}
            </span>
            <span className="shrink-0 text-dense text-ink-3 tabular-nums">
              {rateText(row.requestsPerSecond)}, {ratioText(row.errorRatio)} err, {msText(row.p95Ms)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
