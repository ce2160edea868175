"use client";
import * as Slot from "radix-ui/slot";
import { type ReactNode, useRef } from "react";
import { onDemand } from "./on-demand.ts";
import type { SheetPanelProps } from "./sheet-panel.tsx";

type SheetProps = Omit<SheetPanelProps, "anchor"> & { trigger?: ReactNode };

const usePanel = onDemand(() => import("./sheet-panel.tsx"));

/** A modal at the left edge: the menu of a phone. */
export function Sheet({ trigger, ...props }: SheetProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const Panel = usePanel(props.open);
  return (
    <>
      {trigger && (
        <Slot.Root
          ref={anchor}
          aria-haspopup="dialog"
          aria-expanded={props.open}
          onClick={() => props.onOpenChange(!props.open)}
        >
          {trigger}
        </Slot.Root>
      )}
      {Panel && <Panel {...props} anchor={anchor} />}
    </>
  );
}
