"use client";
import * as Slot from "radix-ui/slot";
import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { onDemand } from "./on-demand.ts";

type TooltipProps = {
  /** Shown on hover and on focus; stays while pointed at; Esc dismisses it. */
  content: ReactNode;
  /** The trigger: one element that takes focus. */
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  className?: string;
};

const OPEN_AFTER_MS = 350;
/** Long enough to move the pointer from the trigger over to the words. */
const CLOSE_AFTER_MS = 120;

const usePanel = onDemand(() => import("./tooltip-panel.tsx"));

/** At most one is open on the page; opening another closes it. */
let closeOpenOne: (() => void) | undefined;

export function Tooltip({ content, children, side = "top", align = "center", className }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const [near, setNear] = useState(false);
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const Panel = usePanel(near);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!open) return;
    const close = () => setOpen(false);
    closeOpenOne?.();
    closeOpenOne = close;
    // What scrolls away from under its words is no longer asked about.
    const onScroll = (event: Event) => {
      if (event.target instanceof Node && anchor.current && event.target.contains(anchor.current)) close();
    };
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => {
      window.removeEventListener("scroll", onScroll, { capture: true });
      if (closeOpenOne === close) closeOpenOne = undefined;
    };
  }, [open]);

  function change(next: boolean, afterMs = 0) {
    clearTimeout(timer.current);
    if (afterMs === 0) setOpen(next);
    else timer.current = setTimeout(() => setOpen(next), afterMs);
  }
  return (
    <>
      <Slot.Root
        ref={anchor}
        aria-describedby={open && Panel ? id : undefined}
        onPointerEnter={(event: PointerEvent) => {
          if (event.pointerType === "touch") return;
          setNear(true);
          change(true, open ? 0 : OPEN_AFTER_MS);
        }}
        onPointerLeave={() => change(false, open ? CLOSE_AFTER_MS : 0)}
        onPointerDown={() => change(false)}
        onClick={() => change(false)}
        onFocus={(event) => {
          setNear(true);
          // Focus that comes back from a closed menu or dialog is not a question.
          if (event.currentTarget.matches(":focus-visible")) change(true);
        }}
        onBlur={() => change(false)}
      >
        {children}
      </Slot.Root>
      {open && Panel && (
        <Panel
          id={id}
          anchor={anchor}
          onDismiss={() => change(false)}
          onPointAt={(over) => change(over, over ? 0 : CLOSE_AFTER_MS)}
          side={side}
          align={align}
          className={className}
        >
          {content}
        </Panel>
      )}
    </>
  );
}
