"use client";
import { X } from "lucide-react";
import * as Parts from "radix-ui/dialog";
import type { FormEvent, ReactNode } from "react";
import { cn } from "./class-names.ts";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** When given, body and footer are one form. */
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
};

const WIDTH = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" } as const;

/** The first field, else the dialog itself: never the close button, which comes first in the source. */
function focusFirstField(event: Event) {
  event.preventDefault();
  const content = event.currentTarget as HTMLElement;
  const field = content.querySelector<HTMLElement>(
    "input:not([type=hidden]), select, textarea, [data-autofocus]",
  );
  (field ?? content).focus();
}

/** A dialog while it is open. A chunk of its own: most are never opened. */
export default function DialogPanel({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = "md",
  onSubmit,
}: DialogProps) {
  const Body = onSubmit ? "form" : "div";
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-40 animate-overlay-in bg-scrim" />
        <Parts.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          className={cn(
            "fixed inset-x-3 top-[12dvh] z-40 mx-auto flex max-h-[80dvh] animate-overlay-in flex-col rounded-overlay bg-bg shadow-overlay outline-none sm:inset-x-4",
            WIDTH[size],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-4 pt-4">
            <div className="min-w-0">
              <Parts.Title className="text-section font-semibold text-ink-1">{title}</Parts.Title>
              {description && (
                <Parts.Description className="mt-1 text-body text-ink-2">{description}</Parts.Description>
              )}
            </div>
            <Parts.Close
              aria-label="Close"
              className="-mt-0.5 -mr-1 flex size-6 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink-1 pointer-coarse:size-9"
            >
              <X aria-hidden="true" className="size-4" />
            </Parts.Close>
          </div>
          <Body
            className="flex min-h-0 flex-1 flex-col"
            onSubmit={(event: FormEvent<HTMLElement>) => {
              event.preventDefault();
              onSubmit?.(event as FormEvent<HTMLFormElement>);
            }}
          >
            <div className="min-h-0 overflow-y-auto px-4 py-4">{children}</div>
            {footer && (
              <div className="flex flex-wrap items-center justify-end gap-2 border-line-subtle border-t px-4 py-3">
                {footer}
              </div>
            )}
          </Body>
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
