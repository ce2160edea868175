"use client";
import { Menu as Parts } from "radix-ui/internal";
import { type ReactNode, type RefObject, useRef } from "react";
import { cn } from "./class-names.ts";
import { MenuParts } from "./menu-parts.ts";

type MenuPanelProps = {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  labelledBy: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align: "start" | "center" | "end";
  side: "top" | "right" | "bottom" | "left";
  className: string | undefined;
  children: ReactNode;
};

/** What the button of a menu opens. A chunk of its own: most menus of a page are never opened. */
export default function MenuPanel({
  id,
  anchor,
  labelledBy,
  open,
  onOpenChange,
  align,
  side,
  className,
  children,
}: MenuPanelProps) {
  const leftByPointer = useRef(false);
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Parts.Anchor virtualRef={anchor} />
      <Parts.Portal>
        {/* Content must lie in a landmark; the page's own are out of reach here. */}
        <section aria-label="Menu">
          <Parts.Content
            id={id}
            aria-labelledby={labelledBy}
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            onInteractOutside={(event) => {
              // The button itself closes; closing here too would open again.
              if (anchor.current?.contains(event.target as Node)) event.preventDefault();
              else leftByPointer.current = true;
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              if (!leftByPointer.current) anchor.current?.focus();
              leftByPointer.current = false;
            }}
            className={cn(
              "z-50 max-h-(--radix-popper-available-height) min-w-44 animate-overlay-in overflow-y-auto rounded-overlay bg-bg p-1 shadow-overlay",
              className,
            )}
          >
            <MenuParts value={Parts}>{children}</MenuParts>
          </Parts.Content>
        </section>
      </Parts.Portal>
    </Parts.Root>
  );
}
