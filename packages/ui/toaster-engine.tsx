"use client";
import { useEffect } from "react";
import { Toaster, toast } from "sonner";
import { SeverityMark } from "./severity-mark.tsx";

export type ToastEngine = typeof toast;

/** The part that weighs: loaded once the page is at rest. */
export default function ToasterEngine({ onReady }: { onReady: (engine: ToastEngine) => void }) {
  useEffect(() => onReady(toast), [onReady]);
  return (
    <Toaster
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
            "h-7 shrink-0 rounded-control border border-line px-2 text-dense font-medium hover:bg-raised pointer-coarse:h-10",
          cancelButton: "h-7 shrink-0 rounded-control px-2 text-dense text-ink-2 hover:bg-sunken",
        },
      }}
    />
  );
}
