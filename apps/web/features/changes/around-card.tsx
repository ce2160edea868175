"use client";
import { useQuery } from "@tanstack/react-query";
import { kindLabel } from "@triops/domains/changes/rules";
import { Card } from "@triops/ui/card";
import { useNow } from "@triops/ui/now";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { changeMarkers } from "./reads.ts";

/** Causes come before their effect: this far back changes are suspects. */
const beforeMs = 2 * 3_600_000;
const shownMax = 6;

/** What was altered shortly before something began, and while it lasts; nearest to its beginning first. */
export function ChangesAround({ from, to }: { from: string; to: string | null }) {
  const now = useNow();
  const beganMs = Date.parse(from);
  const fromMs = beganMs - beforeMs;
  // A running one asks anew every five minutes; what is recorded meanwhile comes as a live message.
  const toMs = to ? Date.parse(to) : Math.ceil(now / 300_000) * 300_000;
  const query = useQuery(changeMarkers(fromMs, toMs));
  const distance = (at: string) => Math.abs(Date.parse(at) - beganMs);
  const rows = [...(query.data?.data ?? [])].sort((a, b) => distance(a.at) - distance(b.at));
  return (
    <Card
      title="Changes around then"
      aside={query.data && query.data.total > 0 ? query.data.total : undefined}
      actions={
        rows.length > shownMax && (
          <TextLink
            href={paths.changes({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })}
          >
            All
          </TextLink>
        )
      }
    >
      {errorOf(query.error, () => void query.refetch()) ??
        (rows.length === 0 ? (
          <p className="text-body text-ink-3">
            {query.isPending
              ? "Looking …"
              : "Nothing is known to have changed in the two hours before it, or since."}
          </p>
        ) : (
          <ul className="flex flex-col gap-2">
            {rows.slice(0, shownMax).map((change) => (
              <li key={change.id} className="min-w-0 text-body">
                <TextLink href={paths.changes({ change: change.id })} className="break-words">
                  {change.title}
                </TextLink>
                <p className="text-dense text-ink-3">
                  {[kindLabel(change.kind), change.service].filter(Boolean).join(" · ")} ·{" "}
                  <Time at={change.at} />
                </p>
              </li>
            ))}
          </ul>
        ))}
    </Card>
  );
}
