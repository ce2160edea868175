import type { Rollout } from "@triops/domains/rollouts/schemas";
import { cn } from "@triops/ui/class-names";
import { Check, CircleDashed, CircleDot, CircleX } from "lucide-react";
import { percent } from "./words.ts";

/** Each step in its turn: done, now, to come. */
export function StepBar({ rollout }: { rollout: Rollout }) {
  const { steps } = rollout.policy;
  const completed = rollout.state === "completed";
  const ended = rollout.state === "rolled_back" || rollout.state === "cancelled";
  return (
    <ol aria-label="Steps" className="flex gap-1">
      {steps.map((step, index) => {
        const done = completed || index < rollout.stepIndex;
        const now = !completed && index === rollout.stepIndex;
        const Icon = done ? Check : now ? (ended ? CircleX : CircleDot) : CircleDashed;
        return (
          <li
            key={step.weight}
            aria-current={now && !ended ? "step" : undefined}
            className={cn(
              "flex min-w-0 flex-1 flex-col gap-0.5 border-t-4 pt-1.5 text-dense",
              done ? "border-accent" : now ? (ended ? "border-sev2" : "border-sev4") : "border-sunken",
            )}
          >
            <span className="flex items-center gap-1 font-medium text-ink-1 tabular-nums">
              <Icon aria-hidden="true" className="size-3.5 shrink-0" />
              {percent(step.weight)}
              <span className="sr-only">
                {done ? ", done" : now ? (ended ? ", ended here" : ", now") : ", to come"}
              </span>
            </span>
            <span className="truncate text-ink-3">{step.minutes} min</span>
          </li>
        );
      })}
    </ol>
  );
}
