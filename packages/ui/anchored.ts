"use client";
import { type ReactNode, type RefObject, useRef } from "react";

/** Of what a button opens beside itself. */
export type AnchoredProps = {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align: "start" | "center" | "end";
  side: "top" | "right" | "bottom" | "left";
  className: string | undefined;
  children: ReactNode;
};

/**
 * Where it stands, and what closes it: focus goes back to the button, unless a click somewhere else took it there. For
 * the content of a menu or a popover.
 */
export function useAnchored({
  id,
  anchor,
  align,
  side,
}: Pick<AnchoredProps, "id" | "anchor" | "align" | "side">) {
  const leftByPointer = useRef(false);
  return {
    id,
    align,
    side,
    sideOffset: 4,
    collisionPadding: 8,
    onInteractOutside(event: Event) {
      // The button itself closes; closing here too would open again.
      if (anchor.current?.contains(event.target as Node)) event.preventDefault();
      else leftByPointer.current = true;
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (!leftByPointer.current) anchor.current?.focus();
      leftByPointer.current = false;
    },
  };
}
