import { type CheckState, checkLabels } from "@triops/domains/promotions/rules";
import type { Check } from "@triops/domains/promotions/schemas";
import { Badge } from "@triops/ui/badge";
import { cn } from "@triops/ui/class-names";
import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import { checkStateLabel, evidencePairs } from "./words.ts";

const icon: Record<CheckState, LucideIcon> = {
  passed: CircleCheck,
  failed: CircleX,
  not_run: CircleDashed,
  running: LoaderCircle,
};
const tone: Record<CheckState, string> = {
  passed: "text-better",
  failed: "text-worse",
  not_run: "text-ink-3",
  running: "text-ink-2 motion-safe:animate-spin",
};

/** Each check with its result, what was seen, and the figures behind it. */
export function ChecksList({ checks }: { checks: readonly Check[] }) {
  if (checks.length === 0) return <p className="text-body text-ink-3">The rules ask for no check.</p>;
  return (
    <ul className="flex flex-col">
      {checks.map((check) => {
        const Icon = icon[check.state];
        const pairs = evidencePairs(check.evidence);
        return (
          <li key={check.name} className="flex gap-2 border-line-subtle border-t py-2 first:border-t-0">
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", tone[check.state])} />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 text-body font-medium text-ink-1">
                {checkLabels[check.name]}
                <span className={cn("text-dense", check.state === "failed" ? "text-worse" : "text-ink-3")}>
                  {checkStateLabel[check.state]}
                </span>
                {!check.required && <Badge tone="outline">not required</Badge>}
              </p>
              <p className="break-words text-body text-ink-2">{check.detail}</p>
              {pairs.length > 0 && (
                <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-dense">
                  {pairs.map(([key, value]) => (
                    <div key={key} className="flex min-w-0 gap-1">
                      <dt className="text-ink-3">{key}</dt>
                      <dd className="break-all font-mono text-ink-1 tabular-nums">{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
