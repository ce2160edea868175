"use client";
import * as Slot from "radix-ui/slot";
import { type ReactNode, useId, useRef, useState } from "react";
import { onDemand } from "./on-demand.ts";

type PopoverProps = {
  trigger: ReactNode;
  children: ReactNode;
  /** Names the panel for screen readers. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
};

const usePanel = onDemand(() => import("./popover-panel.tsx"));

/** A small panel of controls beside its button. */
export function Popover({
  trigger,
  children,
  label,
  open: givenOpen,
  onOpenChange,
  align = "start",
  side = "bottom",
  className,
}: PopoverProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const [ownOpen, setOwnOpen] = useState(false);
  const [near, setNear] = useState(false);
  const open = givenOpen ?? ownOpen;
  const Panel = usePanel(near || open);
  const approach = () => setNear(true);
  function change(next: boolean) {
    setOwnOpen(next);
    onOpenChange?.(next);
  }
  return (
    <>
      <Slot.Root
        ref={anchor}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open && Panel ? id : undefined}
        data-state={open ? "open" : "closed"}
        onPointerEnter={approach}
        onFocus={approach}
        onClick={() => change(!open)}
      >
        {trigger}
      </Slot.Root>
      {Panel && (
        <Panel
          id={id}
          anchor={anchor}
          label={label}
          open={open}
          onOpenChange={change}
          align={align}
          side={side}
          className={className}
        >
          {children}
        </Panel>
      )}
    </>
  );
}
