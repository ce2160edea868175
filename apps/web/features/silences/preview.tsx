"use client";
import { useQuery } from "@tanstack/react-query";
import type { Matcher } from "@triops/domains/silences/rules";
import { Card } from "@triops/ui/card";
import { SeverityMark } from "@triops/ui/severity-mark";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { formatCount } from "@triops/ui/units";
import { useEffect, useState } from "react";
import { ApiError } from "../../data/api.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { AlertLabels } from "../alerts/columns.tsx";
import { matching } from "./reads.ts";

/** Long enough that typing a word asks once. */
const pauseMs = 250;

/** What these conditions hold now, exactly; asked anew when they change and when alerts do. */
export function SilencePreview({
  matchers,
  ended = false,
}: {
  matchers: readonly Matcher[];
  ended?: boolean;
}) {
  const settled = useSettled(matchers);
  const query = useQuery({ ...matching(settled), enabled: settled.length > 0 && !ended, retry: false });
  const { data, error } = query;
  return (
    <Card
      title={ended ? "It held" : "It holds now"}
      aside={data && !ended ? formatCount(data.count) : undefined}
    >
      {ended ? (
        <p className="text-body text-ink-3">It has ended: nothing is held by it any more.</p>
      ) : settled.length === 0 ? (
        <p className="text-body text-ink-3">Give a condition to see which alerts it would hold.</p>
      ) : error instanceof ApiError && error.status === 400 ? (
        <p role="alert" className="text-body text-sev1-text">
          {[error.message, ...error.fields.map((fault) => fault.message)].join(": ")}
        </p>
      ) : error ? (
        errorOf(error, () => void query.refetch())
      ) : !data ? (
        <SkeletonRows label="Counting alerts" />
      ) : (
        <div aria-live="polite">
          <p className="mb-3 text-form text-ink-1">{sentenceOf(data)}</p>
          <ul className="flex flex-col gap-2">
            {data.data.slice(0, 20).map((alert) => (
              <li key={alert.id} className="flex items-start gap-2 text-body">
                <SeverityMark level={alert.severity} label={alert.severity.toUpperCase()} className="mt-1" />
                <div className="min-w-0">
                  <TextLink href={paths.alert(alert.id)}>{alert.title}</TextLink>
                  <AlertLabels labels={alert.labels} />
                </div>
              </li>
            ))}
          </ul>
          {data.count > 20 && (
            <p className="mt-3 text-dense text-ink-3">and {formatCount(data.count - 20)} more</p>
          )}
        </div>
      )}
    </Card>
  );
}

function sentenceOf({ count, silenced }: { count: number; silenced: number }): string {
  if (count === 0) return "No open alert matches now; those that open later will be held.";
  const already = silenced > 0 ? `, ${formatCount(silenced)} of them silenced already` : "";
  return `${formatCount(count)} open ${count === 1 ? "alert matches" : "alerts match"}${already}.`;
}

function useSettled(matchers: readonly Matcher[]): readonly Matcher[] {
  const [settled, setSettled] = useState(matchers);
  const text = JSON.stringify(matchers);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as Matcher[]), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
