"use client";
import * as Parts from "radix-ui/popover";
import { type AnchoredProps, useAnchored } from "./anchored.ts";
import { cn } from "./class-names.ts";

/** What the button of a popover opens. A chunk of its own: most are never opened. */
export default function PopoverPanel({ label, ...panel }: AnchoredProps & { label: string }) {
  const anchored = useAnchored(panel);
  return (
    <Parts.Root open={panel.open} onOpenChange={panel.onOpenChange}>
      <Parts.Anchor virtualRef={panel.anchor} />
      <Parts.Portal>
        <Parts.Content
          {...anchored}
          aria-label={label}
          className={cn(
            "z-50 max-w-[calc(100vw-16px)] animate-overlay-in rounded-overlay bg-bg p-3 shadow-overlay outline-none",
            panel.className,
          )}
        >
          {panel.children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
