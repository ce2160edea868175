import { changeSources, kindLabel } from "@triops/domains/changes/rules";
import type { Change } from "@triops/domains/changes/schemas";
import { Badge } from "@triops/ui/badge";
import { cn } from "@triops/ui/class-names";
import { formatClock } from "@triops/ui/times";
import { useZone } from "@triops/ui/zone";
import type { Day } from "./days.ts";
import { KindMark } from "./kind-mark.tsx";

type FeedDayProps = { day: Day; openId: string | null; onOpen: (id: string) => void };

export function FeedDay({ day, openId, onOpen }: FeedDayProps) {
  return (
    <section aria-label={day.label}>
      <h2 className="sticky top-topbar z-1 flex items-baseline gap-2 bg-bg py-2 text-body font-semibold text-ink-1">
        {day.label}
        <span className="text-dense font-normal text-ink-3 tabular-nums">{day.changes.length}</span>
      </h2>
      <ul className="overflow-hidden rounded-card border border-line-subtle bg-raised">
        {day.changes.map((change) => (
          <li key={change.id} className="border-line-subtle border-t first:border-t-0">
            <Row change={change} open={change.id === openId} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ change, open, onOpen }: { change: Change; open: boolean; onOpen: (id: string) => void }) {
  const { zone } = useZone();
  const { id, kind, service, target, title, at, actor, source } = change;
  const from = source === "hand" || source === "api" ? null : changeSources[source];
  const facts = [kindLabel(kind), target && !title.includes(target) ? target : null, actor && `by ${actor}`];
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={() => onOpen(id)}
      className={cn(
        "flex w-full items-start gap-3 px-3 py-2.5 text-left hover:bg-sunken",
        open && "bg-sunken",
      )}
    >
      <KindMark kind={kind} />
      <span className="min-w-0 flex-1">
        <span className="block break-words text-body text-ink-1">{title}</span>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-dense text-ink-3">
          {service && <Badge tone="outline">{service}</Badge>}
          <span className="break-words">{facts.filter(Boolean).join(" · ")}</span>
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end gap-0.5 text-dense text-ink-3">
        <time dateTime={at} className="tabular-nums">
          {formatClock(at, zone)}
        </time>
        {from && from !== actor && <span>{from}</span>}
      </span>
    </button>
  );
}
