"use client";
import { X } from "lucide-react";
import * as Parts from "radix-ui/dialog";
import type { ReactNode } from "react";

type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names it for screen readers. */
  label: string;
  trigger?: ReactNode;
  /** Beside the close button. */
  header?: ReactNode;
  children: ReactNode;
};

/** A modal at the left edge: the menu of a phone. */
export function Sheet({ open, onOpenChange, label, trigger, header, children }: SheetProps) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Parts.Trigger asChild>{trigger}</Parts.Trigger>}
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-40 animate-overlay-in bg-scrim" />
        <Parts.Content
          aria-describedby={undefined}
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
