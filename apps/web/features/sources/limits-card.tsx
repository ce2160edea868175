"use client";
import { useQuery } from "@tanstack/react-query";
import type { SourceUsage } from "@triops/domains/sources/schemas";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { useNow } from "@triops/ui/now";
import { Skeleton } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { formatCount, formatDuration, formatValue, unitOf } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { sourceUsage } from "./reads.ts";

const bytes = (value: number) => formatValue(value, unitOf("By"));
const plain = (value: number) => (value < 10 ? formatValue(value, "none") : formatCount(Math.round(value)));

const lines: readonly {
  key: Exclude<keyof SourceUsage["limits"], "retentionDays">;
  label: string;
  show: (value: number) => string;
  note: string;
}[] = [
  { key: "series", label: "Series", show: plain, note: "active within a day; new ones beyond are refused" },
  { key: "labelsPerSeries", label: "Labels of a series", show: plain, note: "the most that one has" },
  { key: "bodyBytes", label: "Body", show: bytes, note: "largest of the last hour; above it 413" },
  {
    key: "requestsPerSecond",
    label: "Requests a second",
    show: plain,
    note: "busiest minute of the last hour; above it 429",
  },
  {
    key: "bytesPerSecond",
    label: "Bytes a second",
    show: bytes,
    note: "busiest minute of the last hour; above it 429",
  },
];

/** Limits of the workspace with what is used of them, and how far behind the newest data is. */
export function LimitsCard() {
  const query = useQuery({ ...sourceUsage(), refetchInterval: 10_000 });
  const nowMs = useNow();
  const data = query.data;
  return (
    <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
      <Card title="Limits of this workspace">
        {errorOf(query.error, () => void query.refetch()) ??
          (data ? (
            <ul className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
              {lines.map(({ key, label, show, note }) => (
                <Line key={key} label={label} note={note} {...data.limits[key]} show={show} />
              ))}
              <li className="text-body text-ink-2">
                Raw data is kept {data.limits.retentionDays} days; older points are refused.{" "}
                <TextLink href={paths.workspaceSettings()}>Change the limits</TextLink>
              </li>
            </ul>
          ) : (
            <Skeleton className="h-32" />
          ))}
      </Card>
      <Card title="How far behind">
        {data ? (
          <Facts
            items={(["metrics", "logs", "traces"] as const).map((signal) => {
              const at = data.newest[signal];
              const lag = at ? Math.max(0, nowMs - Date.parse(at)) : null;
              return {
                label: signal[0]?.toUpperCase() + signal.slice(1),
                // Server and browser may be a few seconds apart; the next beat settles it.
                value: (
                  <span suppressHydrationWarning>
                    {lag === null ? "nothing in 15 minutes" : `newest is ${formatDuration(lag)} old`}
                  </span>
                ),
              };
            })}
          />
        ) : (
          <Skeleton className="h-20" />
        )}
      </Card>
    </div>
  );
}

type LineProps = { label: string; note: string; used: number; max: number; show: (value: number) => string };

function Line({ label, note, used, max, show }: LineProps) {
  const share = Math.min(1, used / max);
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <span className="flex items-baseline justify-between gap-2 text-body">
        <span className="text-ink-1">{label}</span>
        <span className="text-ink-2 tabular-nums">
          {show(used)} of {show(max)}
        </span>
      </span>
      <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <span
          className={share > 0.9 ? "block h-full bg-sev2" : "block h-full bg-accent"}
          style={{ width: `${Math.max(share * 100, used > 0 ? 0.5 : 0)}%` }}
        />
      </span>
      <span className="text-dense text-ink-3">{note}</span>
    </li>
  );
}
