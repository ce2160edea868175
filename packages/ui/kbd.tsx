"use client";
import { Fragment, useSyncExternalStore } from "react";
import { cn } from "./class-names.ts";

const SYMBOL: Record<string, string> = {
  enter: "↵",
  escape: "Esc",
  shift: "⇧",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
};

const never = () => () => {};

/** ⌘ on Apple's machines, Ctrl on all others and until the browser is known. */
function useModifier(): string {
  const isApple = useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
  return isApple ? "⌘" : "Ctrl";
}

/** Keys as shortcuts.ts writes them: "g i" is a sequence, "mod+k" a chord. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const modifier = useModifier();
  return (
    <kbd className={cn("inline-flex items-center gap-1 font-sans text-axis", className)}>
      {keys.split(" ").map((step, index) => (
        <Fragment key={index}>
          {index > 0 && <span>then</span>}
          {step.split("+").map((key) => (
            <span
              key={key}
              className="inline-flex h-4 min-w-4 items-center justify-center rounded-[3px] border border-current/25 px-1"
            >
              {key === "mod" ? modifier : (SYMBOL[key] ?? (key.length === 1 ? key.toUpperCase() : key))}
            </span>
          ))}
        </Fragment>
      ))}
    </kbd>
  );
}
