"use client";
import { useQuery } from "@tanstack/react-query";
import type { Peer } from "@triops/domains/services/schemas";
import { Card } from "@triops/ui/card";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { NodeName } from "./map-columns.tsx";
import { type Span, serviceDependencies } from "./reads.ts";
import { msText, rateText, ratioText } from "./words.ts";

export function DependenciesCard({ id, name, span }: { id: string; name: string; span: Span }) {
  const query = useQuery(serviceDependencies(id, span));
  const fault = errorOf(query.error, () => void query.refetch());
  return (
    <Card
      title="Dependencies"
      actions={<TextLink href={paths.services({ view: "map", focus: name })}>Map</TextLink>}
    >
      {query.data ? (
        <div className="flex flex-col gap-3">
          <Peers title="Called by" peers={query.data.callers} none="Nobody, as far as traces tell." />
          <Peers title="Calls" peers={query.data.callees} none="Nothing, as far as traces tell." />
        </div>
      ) : (
        (fault ?? <SkeletonRows label="Loading dependencies" />)
      )}
    </Card>
  );
}

function Peers({ title, peers, none }: { title: string; peers: readonly Peer[]; none: string }) {
  return (
    <section>
      <h3 className="mb-1 text-body font-medium text-ink-2">{title}</h3>
      {peers.length === 0 ? (
        <p className="text-body text-ink-3">{none}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {peers.map((peer) => (
            <li key={`${peer.kind} ${peer.name} ${peer.via}`} className="min-w-0 text-body">
              <p className="truncate">
                <NodeName node={peer} />
                {peer.via && <span className="text-ink-3"> by {peer.via}</span>}
              </p>
              <p className="text-dense text-ink-3 tabular-nums">
                {rateText(peer.requestsPerSecond)},{" "}
                {ratioText(peer.requests > 0 ? peer.errors / peer.requests : null)} errors, p95{" "}
                {msText(peer.p95Ms)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
