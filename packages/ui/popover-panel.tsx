"use client";
import * as Parts from "radix-ui/popover";
import { type ReactNode, type RefObject, useRef } from "react";
import { cn } from "./class-names.ts";

type PopoverPanelProps = {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align: "start" | "center" | "end";
  side: "top" | "right" | "bottom" | "left";
  className: string | undefined;
  children: ReactNode;
};

/** What the button of a popover opens. A chunk of its own: most are never opened. */
export default function PopoverPanel({
  id,
  anchor,
  label,
  open,
  onOpenChange,
  align,
  side,
  className,
  children,
}: PopoverPanelProps) {
  const leftByPointer = useRef(false);
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Anchor virtualRef={anchor} />
      <Parts.Portal>
        <Parts.Content
          id={id}
          aria-label={label}
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
            "z-50 max-w-[calc(100vw-16px)] animate-overlay-in rounded-overlay bg-bg p-3 shadow-overlay outline-none",
            className,
          )}
        >
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
