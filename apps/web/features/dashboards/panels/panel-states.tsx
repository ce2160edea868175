"use client";
import { Button } from "@triops/ui/button";
import { Skeleton } from "@triops/ui/skeleton";
import { CircleAlert } from "lucide-react";
import { Component, type ReactNode } from "react";

/** States of a panel, small enough to fit in one. */
export function PanelFault({ children, onRetry }: { children: ReactNode; onRetry?: () => void }) {
  return (
    <div
      role="alert"
      className="flex h-full flex-col items-center justify-center gap-2 overflow-y-auto p-2 text-center"
    >
      <p className="flex max-w-prose items-start gap-1.5 text-body text-ink-2">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-sev1-text" />
        <span className="min-w-0 break-words">{children}</span>
      </p>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
      )}
    </div>
  );
}

export function PanelEmpty({ children = "No data in this range" }: { children?: ReactNode }) {
  return (
    <p className="flex h-full items-center justify-center p-2 text-center text-body text-ink-3 text-pretty">
      {children}
    </p>
  );
}

export function PanelLoading({ title }: { title: string }) {
  return (
    <div role="status" aria-label={`Loading ${title}`} className="flex h-full flex-col justify-end gap-2 p-1">
      <Skeleton className="h-2/3 w-full" />
    </div>
  );
}

/** What goes wrong in one panel stays in it. */
export class PanelBoundary extends Component<
  { children: ReactNode; resetKey: string },
  { fault: Error | null }
> {
  override state: { fault: Error | null } = { fault: null };

  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }

  override componentDidUpdate(before: { resetKey: string }) {
    if (before.resetKey !== this.props.resetKey && this.state.fault) this.setState({ fault: null });
  }

  override render() {
    const { fault } = this.state;
    if (!fault) return this.props.children;
    return (
      <PanelFault onRetry={() => this.setState({ fault: null })}>
        This panel could not be drawn: {fault.message}
      </PanelFault>
    );
  }
}
