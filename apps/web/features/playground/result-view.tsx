"use client";
import { Badge } from "@triops/ui/badge";
import { Notice } from "@triops/ui/data-states";
import { Spinner } from "@triops/ui/spinner";
import { TextLink } from "@triops/ui/text-link";
import { formatDuration, formatUsd } from "@triops/ui/units";
import { CircleCheck, CircleX, Wrench } from "lucide-react";
import { paths } from "../../shell/paths.ts";
import type { Call, Result } from "./results.ts";

type ResultViewProps = { result: Result | undefined; label: string };

/** What one cell answered: text as it comes, calls of tools, the check of its structure, figures. */
export function ResultView({ result, label }: ResultViewProps) {
  if (!result)
    return <p className="text-body text-ink-3">Not run yet. Ctrl+Enter in any field runs every column.</p>;
  const { state, text, calls, run, message } = result;
  return (
    <section aria-label={label} aria-busy={state === "running"} className="flex min-w-0 flex-col gap-2">
      {calls.length > 0 && (
        <ul className="flex flex-col gap-1" aria-label="Calls of tools">
          {calls.map((call) => (
            <CallLine key={call.id} call={call} />
          ))}
        </ul>
      )}
      {(state === "waiting" || (state === "running" && text === "")) && (
        <p className="flex items-center gap-2 text-body text-ink-3" role="status">
          <Spinner /> {state === "waiting" ? "Waits for its turn" : "Waits for the first token"}
        </p>
      )}
      {text !== "" && (
        <p className="whitespace-pre-wrap break-words text-form text-ink-1" data-testid="answer">
          {text}
        </p>
      )}
      {state === "done" && text === "" && calls.length === 0 && (
        <p className="text-body text-ink-3">The answer was empty.</p>
      )}
      {(state === "failed" || state === "refused") && (
        <Notice tone="error" role="alert">
          {message || "It failed without saying why."}
        </Notice>
      )}
      {state === "stopped" && <Notice tone="warning">Stopped; what came so far stays.</Notice>}
      {run?.check && <CheckLine check={run.check} />}
      {run && <Figures run={run} />}
    </section>
  );
}

function CallLine({ call }: { call: Call }) {
  return (
    <li className="flex min-w-0 gap-2 rounded-control bg-raised px-2 py-1.5 text-dense">
      <Wrench aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
      <span className="min-w-0 break-words font-mono">
        <span className="text-ink-1">{call.name}</span>
        <span className="text-ink-2">({call.arguments})</span>
        {call.result === null ? (
          <span className="block font-sans text-ink-3">No mock result: the run ends here</span>
        ) : (
          <span className="block text-ink-3">→ {call.result || "nothing"}</span>
        )}
      </span>
    </li>
  );
}

function CheckLine({ check }: { check: { fits: boolean; problems: string[] } }) {
  const Icon = check.fits ? CircleCheck : CircleX;
  return (
    <div className="flex gap-2 text-body">
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${check.fits ? "text-better" : "text-worse"}`}
      />
      {check.fits ? (
        <p className="text-ink-2">The answer fits the schema.</p>
      ) : (
        <div className="min-w-0">
          <p className="text-ink-1">The answer does not fit the schema.</p>
          <ul className="list-disc pl-4 text-dense text-ink-2">
            {check.problems.map((problem) => (
              <li key={problem} className="break-words">
                {problem}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Figures({ run }: { run: NonNullable<Result["run"]> }) {
  const { inputTokens, outputTokens, costUsd, estimated, firstTokenMs, latencyMs, model, provider } = run;
  const tokens = (count: number | null) => (count === null ? "–" : count.toLocaleString("en-GB"));
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1 border-line-subtle border-t pt-2 text-dense tabular-nums">
      <Figure label="Tokens in">{tokens(inputTokens)}</Figure>
      <Figure label="out">{tokens(outputTokens)}</Figure>
      <Figure label="Cost">
        {costUsd === null ? "unknown" : `${estimated ? "≈ " : ""}${formatUsd(Number(costUsd))}`}
      </Figure>
      <Figure label="First token">{firstTokenMs === null ? "–" : formatDuration(firstTokenMs)}</Figure>
      <Figure label="Total">{latencyMs === null ? "–" : formatDuration(latencyMs)}</Figure>
      {model && (
        <Figure label="Model">{provider && provider !== model ? `${provider} · ${model}` : model}</Figure>
      )}
      {run.finishReason === "length" && <Badge tone="sev3">cut off by the most tokens</Badge>}
      {run.traceId && (
        <div>
          <dt className="sr-only">Trace</dt>
          <dd>
            <TextLink href={paths.llmTrace(run.traceId)}>Trace</TextLink>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: string }) {
  return (
    <div className="flex min-w-0 gap-1">
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 truncate text-ink-1">{children}</dd>
    </div>
  );
}
