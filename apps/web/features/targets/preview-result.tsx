"use client";
import { useQuery } from "@tanstack/react-query";
import { Notice } from "@triops/ui/data-states";
import { Skeleton } from "@triops/ui/skeleton";
import { formatCount, formatDuration } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { targetPreview } from "./reads.ts";

/** What a job would give, asked once; nothing is stored. */
export function PreviewResult({ ask }: { ask: { id?: string; yaml?: string } }) {
  const query = useQuery({
    ...targetPreview(ask),
    staleTime: Infinity,
    retry: false,
    placeholderData: undefined,
  });
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault) return fault;
  const result = query.data;
  if (!result) return <Skeleton className="h-24" />;
  const many = result.targetsTotal === 1 ? "1 target" : `${formatCount(result.targetsTotal)} targets`;
  return (
    <div className="flex min-w-0 flex-col gap-2" role="status">
      {result.faults.map((text) => (
        <Notice key={text} tone="warning">
          {text}
        </Notice>
      ))}
      {result.error ? (
        <Notice tone="error">
          {many}. {result.url && <span className="break-all font-mono text-dense">{result.url}</span>}{" "}
          {result.error}
        </Notice>
      ) : (
        <>
          <Notice tone="info">
            {many}. The first gave {formatCount(result.samples)} samples in{" "}
            {formatDuration(result.durationMs ?? 0)}; {formatCount(result.kept)} are left after relabelling.
          </Notice>
          <section
            // A scrolling region must be reachable by keyboard.
            // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
            tabIndex={0}
            aria-label="Series"
            className="max-h-64 overflow-auto rounded-card border border-line-subtle bg-raised p-2"
          >
            <ul className="font-mono text-log text-ink-1">
              {result.series.map(({ series, value }) => (
                <li key={series} className="whitespace-nowrap">
                  {series} <span className="text-ink-3">{value}</span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}
