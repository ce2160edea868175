import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { CopyText } from "@triops/ui/snippet";
import { paths } from "../../shell/paths.ts";

/** An id from a log line or a header of which nothing has come in. */
export function TraceMissing({ traceId, retry }: { traceId: string; retry: () => void }) {
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
