import type { TestResult } from "@triops/domains/llm-providers/schemas";
import { Time } from "@triops/ui/time";
import { formatDuration } from "@triops/ui/units";
import { CircleCheck, CircleX } from "lucide-react";

/** What a cheap call came to, in the words of the test and when it was made. */
export function TestOutcome({ result }: { result: TestResult }) {
  return (
    <div className="flex items-start gap-2">
      {result.ok ? (
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok-text" />
      ) : (
        <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-sev2-text" />
      )}
      <div className="min-w-0">
        <p className="text-body break-words text-ink-1">{result.message}</p>
        <p className="text-dense text-ink-3">
          {[
            result.status !== null && `HTTP ${result.status}`,
            formatDuration(result.latencyMs),
            result.models !== null && `${result.models} models offered`,
          ]
            .filter(Boolean)
            .join(", ")}
          , <Time at={result.at} />
        </p>
      </div>
    </div>
  );
}
