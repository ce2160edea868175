import type { Finding, Rollout } from "@triops/domains/rollouts/schemas";
import { cn } from "@triops/ui/class-names";
import { CircleCheck, CircleX, Hourglass, type LucideIcon } from "lucide-react";
import { findingLabel, guardLabel, guardText } from "./words.ts";

const icon: Record<Finding["state"], LucideIcon> = {
  waiting: Hourglass,
  passing: CircleCheck,
  breached: CircleX,
};
const tone: Record<Finding["state"], string> = {
  waiting: "text-ink-3",
  passing: "text-better",
  breached: "text-worse",
};

/** Each guard: what it allows, what it saw, from how many samples. */
export function GuardList({ rollout }: { rollout: Rollout }) {
  return (
    <ul className="mt-3 flex flex-col">
      {rollout.policy.guards.map((guard) => {
        const finding = rollout.findings.find(({ kind }) => kind === guard.kind);
        const state = finding?.state ?? "waiting";
        const Icon = icon[state];
        return (
          <li key={guard.kind} className="flex gap-2 border-line-subtle border-t py-2">
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", tone[state])} />
            <div className="min-w-0 flex-1 text-body">
              <p className="flex flex-wrap items-center gap-x-2 font-medium text-ink-1">
                {guardLabel[guard.kind]}
                <span className={cn("text-dense", state === "breached" ? "text-worse" : "text-ink-3")}>
                  {findingLabel[state]}
                </span>
              </p>
              <p className="text-ink-2">{finding?.text || guardText(guard)}</p>
              {finding && (
                <p className="text-dense text-ink-3 tabular-nums">
                  {finding.canarySamples.toLocaleString("en-GB")} of the canary,{" "}
                  {finding.championSamples.toLocaleString("en-GB")} of the champion; at least{" "}
                  {finding.samplesMin}
                  {finding.test && ` · ${finding.test}`}
                  {finding.pValue !== null && ` · p ${finding.pValue.toPrecision(2)}`}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
