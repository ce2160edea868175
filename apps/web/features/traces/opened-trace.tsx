"use client";
import { useQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import type { ReactNode } from "react";
import type { read } from "../../data/reads.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";

type Timed = { startMs: number; durationMs: number };

/** A trace whose last span ended less than this ago may still be arriving, ms. */
const arrivingMs = 60_000;
const askAgainMs = 5_000;

export const endMsOf = ({ startMs, durationMs }: Timed): number => startMs + durationMs;
export const isArriving = (trace: Timed): boolean => Date.now() - endMsOf(trace) < arrivingMs;

type OpenedTraceProps<Trace extends Timed> = {
  traceId: string;
  asked: ReturnType<typeof read<Trace>>;
  children: (trace: Trace) => ReactNode;
};

/** A trace by its id, of requests or of model calls: waited for, missing, failed, or here and asked for again while it arrives. */
export function OpenedTrace<Trace extends Timed>({ traceId, asked, children }: OpenedTraceProps<Trace>) {
  const query = useQuery({
    ...asked,
    refetchInterval: ({ state }) => (state.data && isArriving(state.data as Trace) ? askAgainMs : false),
  });
  const fault = query.error;
  if (query.data !== undefined) return children(query.data as Trace);
  if (fault && "status" in fault && fault.status === 404)
    return <TraceMissing traceId={traceId} retry={() => void query.refetch()} />;
  const shown = errorOf(fault, () => void query.refetch());
  return shown ? <PageBody className="pt-6">{shown}</PageBody> : <SkeletonRows label="Loading the trace" />;
}

/** An id from a log line or a header of which nothing has come in. */
function TraceMissing({ traceId, retry }: { traceId: string; retry: () => void }) {
  return (
    <>
      <PageHeader title="Trace" facts={<CopyText value={traceId} label="Copy the trace's id" />} />
      <PageBody>
        <EmptyNever
          title="No span of this trace is here"
          actions={
            <>
              <Button onClick={retry}>Look again</Button>
              <ButtonLink href={paths.logs({ q: `trace:${traceId}` })}>Logs with this id</ButtonLink>
            </>
          }
        >
          Its spans may still be on their way, sampling may have left it out, or it is older than this
          workspace keeps.
        </EmptyNever>
      </PageBody>
    </>
  );
}
