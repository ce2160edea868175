"use client";
import type { ConversationTurn, LlmMessage } from "@triops/domains/llm-traces/schemas";
import { Badge } from "@triops/ui/badge";
import { cn } from "@triops/ui/class-names";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { hrefOf } from "./columns.tsx";
import { FoldSummary, MessagePart } from "./message-part.tsx";
import { scoreText } from "./score-words.ts";
import { costText } from "./words.ts";

type Call = ConversationTurn["calls"][number];

/** One trace of a conversation: what was asked and answered in it, and what that took. */
export function Turn({ turn, number }: { turn: ConversationTurn; number: number }) {
  const saysNothing = turn.calls.every(({ messages, error }) => messages.length === 0 && error === "");
  return (
    <li className="grid gap-x-6 gap-y-2 px-3 py-3 lg:grid-cols-[minmax(0,1fr)_13rem]">
      <div className="flex min-w-0 max-w-3xl flex-col gap-3">
        {saysNothing ? (
          <Beginnings turn={turn} />
        ) : (
          turn.calls.map((call) => <Said key={call.spanId} call={call} />)
        )}
        {turn.callsLeftOut > 0 && (
          <p className="text-dense text-ink-3">
            {formatCount(turn.callsLeftOut)} more calls are on the{" "}
            <TextLink href={hrefOf(turn)}>trace's page</TextLink>.
          </p>
        )}
      </div>
      <Took turn={turn} number={number} />
    </li>
  );
}

/** Where bodies were not sent, lists still know how they begin. */
function Beginnings({ turn }: { turn: ConversationTurn }) {
  if (turn.input === "" && turn.output === "")
    return <p className="text-body text-ink-3">No text of this turn was recorded.</p>;
  const messages: LlmMessage[] = [
    { role: "user", parts: [{ type: "text", text: turn.input }] },
    { role: "assistant", parts: [{ type: "text", text: turn.output }] },
  ];
  return (
    <>
      {messages.map((message) => (
        <Message key={message.role} message={message} />
      ))}
      <p className="text-dense text-ink-3">Only the beginnings are here: the bodies are not stored.</p>
    </>
  );
}

function Said({ call }: { call: Call }) {
  if (call.messages.length === 0 && call.error === "") return null;
  const messages = call.messages.map((message, at) => <Message key={at} message={message} />);
  return (
    <>
      {call.isStep && call.messages.length > 0 ? (
        <details className="group min-w-0">
          <FoldSummary>
            <span className="truncate">
              Step: {call.name} {call.name.includes(call.model) ? "" : call.model}
            </span>
          </FoldSummary>
          <div className="mt-2 flex flex-col gap-3 border-line-subtle border-l-2 pl-3">{messages}</div>
        </details>
      ) : (
        messages
      )}
      {call.error !== "" && (
        <p className="break-words text-body text-sev2-text">
          <span className="font-medium">The call failed:</span> {call.error}
        </p>
      )}
    </>
  );
}

const names: Record<string, string> = { user: "User", assistant: "Assistant", tool: "Tool" };
const isInstruction = (role: string): boolean => role === "system" || role === "developer";

function Message({ message: { role, parts } }: { message: LlmMessage }) {
  const pieces = parts.map((part, at) => <MessagePart key={at} part={part} folded />);
  if (isInstruction(role))
    return (
      <details className="group min-w-0">
        <FoldSummary>Instructions</FoldSummary>
        <div className="mt-1 flex min-w-0 flex-col gap-2">{pieces}</div>
      </details>
    );
  const isTool = parts.every(({ type }) => type === "tool_result" || type === "tool_call");
  return (
    <div className={cn("min-w-0", role === "user" && !isTool && "rounded-card bg-sunken px-3 py-2")}>
      {!isTool && <p className="mb-0.5 text-dense font-medium text-ink-3">{names[role] ?? role}</p>}
      <div className="flex min-w-0 flex-col gap-2">{pieces}</div>
    </div>
  );
}

/** Time, cost, tokens, latency and scores of a turn, beside it or below. */
function Took({ turn, number }: { turn: ConversationTurn; number: number }) {
  const cost = costText({
    costUsd: turn.costUsd,
    unpriced: turn.unpricedCount > 0,
    estimated: turn.estimatedCount > 0,
  });
  return (
    <div className="flex min-w-0 flex-wrap content-start items-baseline gap-x-3 gap-y-1 text-dense text-ink-3 tabular-nums lg:flex-col lg:items-stretch">
      <TextLink href={hrefOf(turn)} className="font-medium">
        Turn {formatCount(number)}
        <span className="sr-only">, its trace</span>
      </TextLink>
      <Time at={turn.time} />
      <span>
        {cost} · {formatDuration(turn.durationMs)}
      </span>
      <span>
        {formatCount(turn.inputTokens)} read, {formatCount(turn.outputTokens)} written
      </span>
      <span className="truncate" title={turn.models.join(", ")}>
        {turn.models.join(", ")}
      </span>
      {turn.prompts.map(({ name, version }) => (
        <TextLink key={`${name} ${version}`} href={paths.prompt(name)} className="truncate">
          {name} v{version}
        </TextLink>
      ))}
      {turn.errorCount > 0 && (
        <span className="text-sev2-text">
          {formatCount(turn.errorCount)} {turn.errorCount === 1 ? "span" : "spans"} failed
        </span>
      )}
      {turn.scores.length > 0 && (
        <span className="flex flex-wrap gap-1">
          {turn.scores.map((score) => (
            <Badge key={`${score.name} ${score.spanId}`} tone="outline">
              {scoreText(score)}
            </Badge>
          ))}
        </span>
      )}
    </div>
  );
}
