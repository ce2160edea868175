"use client";
import { DismissableLayer, Popper } from "radix-ui/internal";
import * as Portal from "radix-ui/portal";
import type { ReactNode, RefObject } from "react";
import { cn } from "./class-names.ts";

type TooltipPanelProps = {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  onDismiss: () => void;
  /** The pointer is over the words, or has left them. */
  onPointAt: (over: boolean) => void;
  side: "top" | "right" | "bottom" | "left";
  align: "start" | "center" | "end";
  className: string | undefined;
  children: ReactNode;
};

/** The words of a tooltip in their place. A chunk of its own, fetched at the first approach. */
export default function TooltipPanel({
  id,
  anchor,
  onDismiss,
  onPointAt,
  side,
  align,
  className,
  children,
}: TooltipPanelProps) {
  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={anchor} />
      <Portal.Root>
        <DismissableLayer.Root
          onEscapeKeyDown={onDismiss}
          onFocusOutside={(event) => event.preventDefault()}
          onDismiss={onDismiss}
          asChild
        >
          <Popper.Content
            id={id}
            role="tooltip"
            side={side}
            align={align}
            sideOffset={6}
            collisionPadding={8}
            onPointerEnter={() => onPointAt(true)}
            onPointerLeave={() => onPointAt(false)}
            className={cn(
              "z-50 max-w-72 animate-overlay-in rounded-control bg-ink-1 px-2 py-1 text-dense text-bg shadow-overlay",
              className,
            )}
          >
            {children}
          </Popper.Content>
        </DismissableLayer.Root>
      </Portal.Root>
    </Popper.Root>
  );
}
