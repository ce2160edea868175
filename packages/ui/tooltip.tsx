"use client";
import * as Parts from "radix-ui/tooltip";
import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type TooltipProps = {
  /** Shown on hover and on focus; stays while pointed at; Esc dismisses it. */
  content: ReactNode;
  /** The trigger: one element that takes focus. */
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  className?: string;
};

export function Tooltip({ content, children, side = "top", align = "center", className }: TooltipProps) {
  return (
    <Parts.Provider delayDuration={350} skipDelayDuration={200}>
      <Parts.Root>
        <Parts.Trigger
          asChild
          onFocus={(event) => {
            // Focus that comes back from a closed menu or dialog is not a question.
            if (!event.currentTarget.matches(":focus-visible")) event.preventDefault();
          }}
        >
          {children}
        </Parts.Trigger>
        <Parts.Portal>
          <Parts.Content
            side={side}
            align={align}
            sideOffset={6}
            collisionPadding={8}
            className={cn(
              "z-50 max-w-72 animate-overlay-in rounded-control bg-ink-1 px-2 py-1 text-dense text-bg shadow-overlay",
              className,
            )}
          >
            {content}
          </Parts.Content>
        </Parts.Portal>
      </Parts.Root>
    </Parts.Provider>
  );
}
