"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import type { PromptRun } from "@triops/domains/prompt-runs/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Field } from "@triops/ui/field";
import { Textarea } from "@triops/ui/textarea";
import { formatDuration, formatValue } from "@triops/ui/units";
import { Play, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { streamRuns } from "../../data/run-stream.ts";

type Said = { text: string; run: PromptRun | null; fault: string | null };
const nothing: Said = { text: "", run: null, fault: null };

/** Asks the route as any program would: same limits, same checks, same records. */
export function TryCard({ route }: { route: LlmRoute }) {
  const client = useQueryClient();
  const mayWrite = useRefusal("prompt-runs:write");
  const [question, setQuestion] = useState("Say hello in one sentence.");
  const [said, setSaid] = useState<Said | null>(null);
  const [running, setRunning] = useState<AbortController | null>(null);
  const mounted = useRef<AbortController | null>(null);
  useEffect(() => () => mounted.current?.abort(), []);
  const reason =
    mayWrite ??
    (route.enabled ? undefined : "The route is switched off") ??
    (route.operations.includes("chat") ? undefined : "This route takes no chat") ??
    (question.trim() === "" ? "Ask something first" : undefined);

  async function ask() {
    const ending = new AbortController();
    mounted.current = ending;
    setRunning(ending);
    setSaid(nothing);
    const put = (change: (before: Said) => Said) => setSaid((before) => change(before ?? nothing));
    const cell = {
      key: "try",
      type: "chat",
      // Given as a variable, so that braces in it stay as they were typed.
      template: [{ role: "user", content: "{{question}}" }],
      variables: { question },
      target: { route: route.name },
    };
    try {
      await streamRuns(
        [cell],
        (event) => {
          if (event.kind === "text") put((before) => ({ ...before, text: before.text + event.text }));
          else if (event.kind === "refused") put((before) => ({ ...before, fault: event.message }));
          else if (event.kind === "ended")
            put((before) => ({
              text: event.run.output || before.text,
              run: event.run,
              fault: event.run.errorMessage,
            }));
        },
        ending.signal,
      );
    } catch (error) {
      const fault = ending.signal.aborted
        ? "Stopped."
        : error instanceof Error
          ? error.message
          : String(error);
      put((before) => ({ ...before, fault }));
    } finally {
      setRunning(null);
      void client.invalidateQueries({ queryKey: ["charges"] });
    }
  }

  return (
    <Card title="Try it" aside="a real call, recorded and charged like any other">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reason && !running) void ask();
        }}
      >
        <Field label="Message" hideLabel>
          <Textarea
            rows={3}
            maxLength={20_000}
            value={question}
            onChange={(event) => setQuestion(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
                event.currentTarget.form?.requestSubmit();
            }}
          />
        </Field>
        <div className="flex items-center justify-end gap-2">
          {running ? (
            <Button icon={<Square aria-hidden="true" />} onClick={() => running.abort()}>
              Stop
            </Button>
          ) : (
            <Button
              type="submit"
              variant="primary"
              icon={<Play aria-hidden="true" />}
              disabledReason={reason}
            >
              Ask
            </Button>
          )}
        </div>
        <div aria-live="polite" aria-busy={running !== null} className="flex flex-col gap-2">
          {said && (said.text !== "" || running) && (
            <p
              data-testid="answer"
              className="max-h-80 overflow-y-auto whitespace-pre-wrap rounded-card bg-raised p-3 text-body break-words text-ink-1"
            >
              {said.text || "…"}
            </p>
          )}
          {said?.fault && <Notice tone="error">{said.fault}</Notice>}
          {said?.run && <Figures run={said.run} />}
        </div>
      </form>
    </Card>
  );
}

function Figures({ run }: { run: PromptRun }) {
  const parts = [
    run.provider && `${run.provider}, ${run.model}`,
    run.firstTokenMs !== null && `first token ${formatDuration(run.firstTokenMs)}`,
    run.latencyMs !== null && `whole ${formatDuration(run.latencyMs)}`,
    run.inputTokens !== null && `${run.inputTokens} tokens in`,
    run.outputTokens !== null && `${run.outputTokens} out`,
    run.costUsd === null
      ? "price unknown"
      : `${formatValue(Number(run.costUsd), "usd")}${run.estimated ? ", estimated" : ""}`,
  ].filter(Boolean);
  return <p className="text-dense text-ink-3 tabular-nums">{parts.join(" · ")}</p>;
}
