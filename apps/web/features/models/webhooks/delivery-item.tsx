"use client";
import type { Delivery } from "@triops/domains/webhooks/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Snippet } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { formatDuration } from "@triops/ui/units";
import { RotateCcw } from "lucide-react";
import { useRefusal } from "../../../data/me.tsx";
import { useChange } from "../../../data/mutate.ts";
import { eventText } from "./words.ts";

const stateLabel = { pending: "On its way", delivered: "Delivered", failed: "Failed" } as const;
const stateTone = { pending: "sev4", delivered: "ok", failed: "sev2" } as const;

/** One message with every try, its body, and a way to send it again. */
export function DeliveryItem({ delivery }: { delivery: Delivery }) {
  const change = useChange("webhooks");
  const mayWrite = useRefusal("webhooks:write");
  return (
    <li className="border-line-subtle border-t py-2 first:border-t-0">
      <details>
        <summary className="cursor-pointer text-body text-ink-1">
          <Badge tone={stateTone[delivery.state]}>{stateLabel[delivery.state]}</Badge>{" "}
          {eventText(delivery.event)}
          {delivery.kind !== "event" && <span className="text-ink-3"> ({delivery.kind})</span>}{" "}
          <Time at={delivery.createdAt} className="text-dense text-ink-3" />
        </summary>
        <div className="mt-2 flex flex-col gap-2">
          <ol className="flex flex-col gap-1 text-dense text-ink-2">
            {delivery.attempts.map((attempt, index) => (
              <li key={attempt.at} className="break-words">
                Try {index + 1}, <Time at={attempt.at} format="absolute" />:{" "}
                {attempt.status === null ? "no answer" : `answered ${attempt.status}`} after{" "}
                {formatDuration(attempt.durationMs)}
                {attempt.error && <span className="text-worse"> · {attempt.error}</span>}
                {attempt.reply && (
                  <code className="block break-all font-mono text-ink-3">{attempt.reply}</code>
                )}
              </li>
            ))}
          </ol>
          <Snippet label="Body of the message" code={pretty(delivery.body)} />
          <Button
            size="sm"
            icon={<RotateCcw aria-hidden="true" />}
            disabledReason={mayWrite ?? (delivery.state === "pending" ? "It is still on its way" : undefined)}
            loading={change.isPending}
            onClick={() =>
              change.mutate({ path: `/webhook-deliveries/${delivery.id}/replay`, done: "Sent again" })
            }
          >
            Send again
          </Button>
        </div>
      </details>
    </li>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
