import type { Span } from "@triops/domains/traces/schemas";
import { cn } from "@triops/ui/class-names";
import { CopyButton } from "@triops/ui/copy-button";
import { formatDuration } from "@triops/ui/units";
import { stackLines } from "./stack-lines.ts";

type SpanEvent = Span["events"][number];

/** What happened while the span ran; exceptions with their stack first. */
export function SpanEvents({ events }: { events: readonly SpanEvent[] }) {
  const exceptions = events.filter(({ name }) => name === "exception");
  const others = events.filter(({ name }) => name !== "exception");
  return (
    <>
      {exceptions.map((event, at) => (
        <Exception key={at} event={event} />
      ))}
      {others.length > 0 && (
        <section>
          <h3 className="mb-1 text-body font-semibold text-ink-1">Events</h3>
          <ol className="flex flex-col">
            {others.map((event, at) => (
              <li key={at} className="border-line-subtle border-b py-1 text-body">
                <span className="flex justify-between gap-2">
                  <span className="min-w-0 break-words text-ink-1">{event.name}</span>
                  <span className="shrink-0 text-dense text-ink-3 tabular-nums">
                    after {formatDuration(event.offsetMs)}
                  </span>
                </span>
                {Object.entries(event.attributes).map(([key, value]) => (
                  <span key={key} className="block break-words text-dense text-ink-2">
                    <span className="text-ink-3">{key}</span>{" "}
                    <span className="font-mono text-log">{value}</span>
                  </span>
                ))}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Exception({ event }: { event: SpanEvent }) {
  const {
    "exception.type": type = "Exception",
    "exception.message": message = "",
    "exception.stacktrace": stack = "",
    ...rest
  } = event.attributes;
  const lines = stackLines(stack);
  return (
    <section className="rounded-card border border-sev2 bg-bg">
      <div className="flex items-start gap-2 rounded-t-card bg-sev2-tint px-3 py-2">
        <h3 className="min-w-0 flex-1 break-words text-body font-semibold text-sev2-text">
          {type}
          {message !== "" && <span className="font-normal">: {message}</span>}
        </h3>
        <span className="shrink-0 text-dense text-sev2-text tabular-nums">
          after {formatDuration(event.offsetMs)}
        </span>
        {stack !== "" && <CopyButton value={stack} label="Copy the stack trace" />}
      </div>
      {lines.length > 0 && (
        <section
          // A scrolling region must be reachable by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          aria-label="Stack trace"
          className="max-h-72 overflow-auto px-3 py-2"
        >
          <ol className="w-max min-w-full font-mono text-log">
            {lines.map((line, at) => (
              <li
                key={at}
                className={cn(
                  "whitespace-pre",
                  line.kind === "head"
                    ? "font-semibold text-ink-1"
                    : line.kind === "own"
                      ? "text-ink-1"
                      : "text-ink-3",
                )}
              >
                {line.text}
              </li>
            ))}
          </ol>
        </section>
      )}
      {Object.entries(rest).map(([key, value]) => (
        <p key={key} className="px-3 pb-1 text-dense text-ink-3">
          {key} <span className="font-mono text-log text-ink-2">{value}</span>
        </p>
      ))}
    </section>
  );
}
