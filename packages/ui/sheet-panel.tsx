"use client";
import { X } from "lucide-react";
import * as Parts from "radix-ui/dialog";
import type { ReactNode, RefObject } from "react";

export type SheetPanelProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names it for screen readers. */
  label: string;
  /** Beside the close button. */
  header?: ReactNode;
  children: ReactNode;
  /** Takes the focus back. */
  anchor: RefObject<HTMLElement | null>;
};

/** The sheet while it is open. A chunk of its own. */
export default function SheetPanel({ open, onOpenChange, label, header, children, anchor }: SheetPanelProps) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-40 animate-overlay-in bg-scrim" />
        <Parts.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            if (!anchor.current) return;
            event.preventDefault();
            anchor.current.focus();
          }}
          className="fixed inset-y-0 left-0 z-40 flex w-72 max-w-[85vw] animate-sheet-in flex-col bg-raised shadow-overlay outline-none"
        >
          <Parts.Title className="sr-only">{label}</Parts.Title>
          <div className="flex h-14 shrink-0 items-center justify-end gap-2 px-2">
            {header}
            <Parts.Close
              aria-label="Close"
              className="flex size-10 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-sunken"
            >
              <X aria-hidden="true" className="size-5" />
            </Parts.Close>
          </div>
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
