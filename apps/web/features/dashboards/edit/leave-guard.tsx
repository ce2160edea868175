"use client";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** A click on a link that leads away from unsaved changes asks first. The draft stays with the tab either way. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const router = useRouter();
  const [to, setTo] = useState<string | null>(null);
  useEffect(() => {
    if (!dirty) return;
    const onClick = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
        return;
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!link || link.target === "_blank" || link.origin !== window.location.origin) return;
      if (link.pathname === window.location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(link.pathname + link.search);
    };
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, [dirty]);
  return (
    <Dialog
      open={to !== null}
      onOpenChange={() => setTo(null)}
      size="sm"
      title="Leave without saving?"
      footer={
        <>
          <Button variant="ghost" onClick={() => setTo(null)}>
            Stay
          </Button>
          <Button variant="primary" onClick={() => to && router.push(to)}>
            Leave
          </Button>
        </>
      }
    >
      <p className="text-body text-ink-2">
        Your changes are not saved. This tab keeps them: come back to the dashboard to go on.
      </p>
    </Dialog>
  );
}
