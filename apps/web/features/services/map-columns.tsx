import type { MapNode } from "@triops/domains/services/schemas";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { paths } from "../../shell/paths.ts";
import { Errors } from "./columns.tsx";
import type { MapRow } from "./map-edges.ts";
import { kindLabel, msText, rateText } from "./words.ts";

const edgeKindLabel: Record<string, string> = {
  call: "Call",
  message: "Message",
  database: "Database",
  queue: "Queue",
  external: "Call outside",
};

export function NodeName({ node }: { node: Pick<MapNode, "name" | "kind" | "serviceId"> }) {
  return node.serviceId ? (
    <TextLink href={paths.service(node.serviceId)}>{node.name}</TextLink>
  ) : (
    <span>
      {node.name} {node.kind !== "service" && <span className="text-ink-3">{kindLabel[node.kind]}</span>}
    </span>
  );
}

export const connectionColumns: readonly Column<MapRow>[] = [
  { id: "from", header: "From", primary: true, cell: (row) => <NodeName node={row.from} /> },
  { id: "to", header: "To", cell: (row) => <NodeName node={row.to} /> },
  {
    id: "kind",
    header: "By",
    widthPx: 150,
    hideBelow: "md",
    cell: (row) => `${edgeKindLabel[row.kind] ?? row.kind}${row.via ? ` (${row.via})` : ""}`,
  },
  { id: "rate", header: "Rate", widthPx: 90, align: "end", cell: (row) => rateText(row.requestsPerSecond) },
  {
    id: "errors",
    header: "Errors",
    widthPx: 90,
    align: "end",
    cell: (row) => <Errors ratio={row.errorRatio} count={row.errors} />,
  },
  { id: "p50", header: "p50", widthPx: 80, align: "end", hideBelow: "lg", cell: (row) => msText(row.p50Ms) },
  { id: "p95", header: "p95", widthPx: 80, align: "end", cell: (row) => msText(row.p95Ms) },
];
