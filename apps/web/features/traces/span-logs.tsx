"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Span } from "@triops/domains/traces/schemas";
import { TextLink } from "@triops/ui/text-link";
import { useRouter } from "next/navigation";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { LogLines } from "../logs/log-lines.tsx";
import { logPages } from "../logs/reads.ts";
import { logsAround } from "./links.ts";

/** What the span logged, newest first; a click opens the line among its neighbours. */
export function SpanLogs({ span, startMs }: { span: Span; startMs: number }) {
  const router = useRouter();
  const around = logsAround(`trace:${span.traceId} span:${span.spanId}`, startMs, startMs + span.durationMs);
  const question = { fromMs: Date.parse(around.from), toMs: Date.parse(around.to) };
  const pages = useInfiniteQuery(logPages({ q: around.q, limit: 100 }, question));
  const lines = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section>
      <div className="mb-1 flex items-baseline justify-between gap-2">
        <h3 className="text-body font-semibold text-ink-1">Logs</h3>
        <TextLink href={paths.logs(around)} className="text-dense">
          Open in Logs
        </TextLink>
      </div>
      <LogLines
        label="Logs of this span"
        lines={lines}
        hideService
        rowKeys={false}
        maxHeight="18rem"
        loading={pages.isPending}
        error={errorOf(pages.error, () => void pages.refetch())}
        hasMore={pages.hasNextPage}
        onLoadMore={() => void pages.fetchNextPage()}
        loadingMore={pages.isFetchingNextPage}
        onOpen={(line) => router.push(paths.logs({ ...around, line: line.id }))}
        empty={
          <p className="text-body text-ink-3">
            None with this span's id. Loggers of OpenTelemetry add it by themselves.
          </p>
        }
      />
    </section>
  );
}
