import { type CheckState, checkLabels } from "@triops/domains/label-requests/rules";
import type { Check } from "@triops/domains/label-requests/schemas";
import { cn } from "@triops/ui/class-names";
import { CircleCheck, CircleX, type LucideIcon } from "lucide-react";

const icon: Record<CheckState, LucideIcon> = { passed: CircleCheck, failed: CircleX };
const tone: Record<CheckState, string> = { passed: "text-better", failed: "text-worse" };
const word: Record<CheckState, string> = { passed: "Passed", failed: "Failed" };

/** Each check with its result and what was seen. */
export function ChecksList({ checks }: { checks: readonly Check[] }) {
  if (checks.length === 0) return <p className="text-body text-ink-3">No check has run.</p>;
  return (
    <ul className="flex flex-col">
      {checks.map((check) => {
        const Icon = icon[check.state];
        return (
          <li key={check.name} className="flex gap-2 border-line-subtle border-t py-2 first:border-t-0">
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", tone[check.state])} />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 text-body font-medium text-ink-1">
                {checkLabels[check.name]}
                <span className={cn("text-dense", check.state === "failed" ? "text-worse" : "text-ink-3")}>
                  {word[check.state]}
                </span>
              </p>
              <p className="break-words text-body text-ink-2">{check.detail}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
