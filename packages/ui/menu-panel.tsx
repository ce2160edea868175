"use client";
import { Menu as Parts } from "radix-ui/internal";
import { type AnchoredProps, useAnchored } from "./anchored.ts";
import { cn } from "./class-names.ts";
import { MenuParts } from "./menu-parts.ts";

/** What the button of a menu opens. A chunk of its own: most menus of a page are never opened. */
export default function MenuPanel({ labelledBy, ...panel }: AnchoredProps & { labelledBy: string }) {
  const anchored = useAnchored(panel);
  return (
    <Parts.Root open={panel.open} onOpenChange={panel.onOpenChange} modal={false}>
      <Parts.Anchor virtualRef={panel.anchor} />
      <Parts.Portal>
        {/* Content must lie in a landmark; the page's own are out of reach here. */}
        <section aria-label="Menu">
          <Parts.Content
            {...anchored}
            aria-labelledby={labelledBy}
            className={cn(
              "z-50 max-h-(--radix-popper-available-height) min-w-44 animate-overlay-in overflow-y-auto rounded-overlay bg-bg p-1 shadow-overlay",
              panel.className,
            )}
          >
            <MenuParts value={Parts}>{panel.children}</MenuParts>
          </Parts.Content>
        </section>
      </Parts.Portal>
    </Parts.Root>
  );
}
