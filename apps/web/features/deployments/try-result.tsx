import type { TryAnswer } from "@triops/domains/deployments/try-schemas";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { CopyText, Snippet } from "@triops/ui/snippet";
import { formatDuration } from "@triops/ui/units";
import type { ApiError } from "../../data/api.ts";

/** What came back: from whom, how fast, and the answer as a program would get it. */
export function TryResult({ answer, error }: { answer: TryAnswer | undefined; error: ApiError | null }) {
  return (
    <Card title="Answer">
      <div aria-live="polite">
        {error && <p className="text-body text-sev1-text">{error.message}</p>}
        {!error && !answer && (
          <p className="text-body text-ink-3">
            It is asked like any caller's request: by its shares, in its prediction log, with its checks of
            the input.
          </p>
        )}
        {!error && answer && (
          <div className="flex flex-col gap-3">
            <p className="flex flex-wrap items-center gap-2 text-body text-ink-2">
              <Badge tone={answer.status < 400 ? "ok" : "sev2"}>{answer.status}</Badge>
              {answer.version && <span>version {answer.version} answered</span>}
              <span>in {formatDuration(answer.latencyMs)}</span>
              {answer.requestId && <CopyText label="request id" value={answer.requestId} />}
            </p>
            <Snippet label="Answer" code={JSON.stringify(answer.body, null, 2)} />
          </div>
        )}
      </div>
    </Card>
  );
}
