"use client";
import { Toaster as Base, toast as show } from "sonner";
import { SeverityMark } from "./severity-mark.tsx";

/** Place once, near the end of the body. */
export function Toaster() {
  return (
    <Base
      position="bottom-right"
      gap={8}
      style={{ fontFamily: "inherit" }}
      icons={{
        success: <SeverityMark level="ok" className="size-4" />,
        error: <SeverityMark level="sev1" className="size-4" />,
        warning: <SeverityMark level="sev2" className="size-4" />,
        info: <SeverityMark level="sev4" className="size-4" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-center gap-3 rounded-overlay bg-bg px-3 py-2.5 text-body text-ink-1 shadow-overlay",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-dense text-ink-2",
          icon: "flex shrink-0",
          actionButton:
            "h-7 shrink-0 rounded-control border border-line px-2 text-dense font-medium hover:bg-raised",
          cancelButton: "h-7 shrink-0 rounded-control px-2 text-dense text-ink-2 hover:bg-sunken",
        },
      }}
    />
  );
}

type ToastOptions = {
  description?: string;
  /** For what can be undone: the button under the reader's hand instead of a question beforehand. */
  undo?: () => void;
  action?: { label: string; onSelect: () => void };
  /** Replaces the toast with the same id. */
  id?: string;
};

function options({ description, undo, action, id }: ToastOptions) {
  const button = undo ? { label: "Undo", onSelect: undo } : action;
  return {
    ...(description === undefined ? {} : { description }),
    ...(id === undefined ? {} : { id }),
    ...(button ? { action: { label: button.label, onClick: button.onSelect }, duration: 8000 } : {}),
  };
}

/** Short news about what the reader just did. Never the only place where an error is told. */
export const toast = {
  success: (title: string, extra: ToastOptions = {}) => void show.success(title, options(extra)),
  error: (title: string, extra: ToastOptions = {}) =>
    void show.error(title, { duration: 10_000, ...options(extra) }),
  info: (title: string, extra: ToastOptions = {}) => void show.info(title, options(extra)),
  dismiss: (id?: string) => void show.dismiss(id),
};
