"use client";
import { CircleAlert, Clock, FilterX, Inbox, Lock, RefreshCw, Scissors } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";
import { CopyText, Snippet } from "./snippet.tsx";

/* The states every view of data has, besides "here it is":
   first load (`SkeletonRows`, `Skeleton`), refreshing (`Refreshing`), empty because nothing was ever sent
   (`EmptyNever`), empty because of filters (`EmptyFilter`), failed (`ErrorState`), not allowed (`Forbidden`),
   and the notices partial, stale and limit reached (`PartialNotice`, `StaleNotice`, `LimitNotice`). */

type Aspect = {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  extra?: ReactNode;
  role?: "alert" | "status";
  className?: string | undefined;
};

function State({ icon, title, children, actions, extra, role, className }: Aspect) {
  return (
    <div
      role={role}
      className={cn("flex flex-col items-center justify-center gap-3 px-4 py-10 text-center", className)}
    >
      <span className="flex size-9 items-center justify-center rounded-full bg-sunken text-ink-3 [&_svg]:size-4">
        {icon}
      </span>
      <div className="max-w-md">
        <p className="text-form font-semibold text-ink-1">{title}</p>
        {children && <div className="mt-1 text-body text-ink-2 text-pretty">{children}</div>}
      </div>
      {extra}
      {actions && <div className="flex flex-wrap items-center justify-center gap-2">{actions}</div>}
    </div>
  );
}

type EmptyNeverProps = {
  title: ReactNode;
  /** What will be here and what to do for it. */
  children?: ReactNode;
  /** Settings or a command to paste, with the reader's own address and key. */
  snippet?: { label: string; code: string };
  actions?: ReactNode;
  icon?: ReactNode;
  className?: string;
};

/** Nothing has ever been here: say what it is and how to begin. */
export function EmptyNever({ title, children, snippet, actions, icon, className }: EmptyNeverProps) {
  return (
    <State
      icon={icon ?? <Inbox aria-hidden="true" />}
      title={title}
      actions={actions}
      className={className}
      extra={snippet && <Snippet {...snippet} className="w-full max-w-xl" />}
    >
      {children}
    </State>
  );
}

type EmptyFilterProps = {
  /** "No alerts match". */
  title?: ReactNode;
  /** Which filter to drop, or where the nearest data is. */
  children?: ReactNode;
  onClear?: () => void;
  clearLabel?: string;
  actions?: ReactNode;
  className?: string;
};

/** There is data, only not under these filters or in this range. */
export function EmptyFilter({
  title = "Nothing matches these filters",
  children,
  onClear,
  clearLabel = "Clear filters",
  actions,
  className,
}: EmptyFilterProps) {
  return (
    <State
      role="status"
      icon={<FilterX aria-hidden="true" />}
      title={title}
      className={className}
      actions={
        <>
          {onClear && <Button onClick={onClear}>{clearLabel}</Button>}
          {actions}
        </>
      }
    >
      {children}
    </State>
  );
}

type ErrorStateProps = {
  /** A plain sentence: what did not work. */
  title?: ReactNode;
  children?: ReactNode;
  /** Lets the operator find the call in logs and traces. */
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  className?: string;
};

/** It failed and there is nothing older to show. With older data use `ErrorNotice` above it. */
export function ErrorState({
  title = "This could not be loaded",
  children,
  requestId,
  onRetry,
  retrying = false,
  className,
}: ErrorStateProps) {
  return (
    <State
      role="alert"
      icon={<CircleAlert aria-hidden="true" className="text-sev1-text" />}
      title={title}
      className={className}
      extra={requestId && <CopyText value={requestId} label="request id" />}
      actions={
        onRetry && (
          <Button icon={<RefreshCw aria-hidden="true" />} loading={retrying} onClick={onRetry}>
            Retry
          </Button>
        )
      }
    >
      {children}
    </State>
  );
}

/** The reader's role does not allow it; say who can grant it. */
export function Forbidden({
  title = "You do not have access to this",
  children,
  className,
}: {
  title?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <State icon={<Lock aria-hidden="true" />} title={title} className={className}>
      {children}
    </State>
  );
}

/** Old data stays readable while new data is on its way. */
export function Refreshing({
  active,
  children,
  className,
}: {
  active: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      aria-busy={active}
      data-refreshing={active || undefined}
      className={cn("relative min-w-0", className)}
    >
      {active && (
        <div aria-hidden="true" className="absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden">
          <div className="h-full w-1/4 animate-busy bg-accent" />
        </div>
      )}
      <div className={cn("transition-opacity duration-200", active && "opacity-60")}>{children}</div>
    </div>
  );
}

type NoticeTone = "neutral" | "warning" | "error" | "info";

const NOTICE: Record<NoticeTone, string> = {
  neutral: "bg-raised text-ink-2 border-line-subtle",
  info: "bg-sev4-tint text-sev4-text border-transparent",
  warning: "bg-sev3-tint text-sev3-text border-transparent",
  error: "bg-sev1-tint text-sev1-text border-transparent",
};

type NoticeProps = {
  tone?: NoticeTone;
  icon?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  role?: "status" | "alert";
  className?: string | undefined;
};

/** One line above the data that it is about. */
export function Notice({ tone = "neutral", icon, children, actions, role, className }: NoticeProps) {
  return (
    <div
      role={role}
      className={cn(
        "flex min-h-9 flex-wrap items-center gap-2 rounded-card border px-3 py-1.5 text-body [&>svg]:size-4 [&>svg]:shrink-0",
        NOTICE[tone],
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
      {actions}
    </div>
  );
}

/** Refreshing failed; the data below is older. */
export function ErrorNotice({ children, requestId, onRetry, className }: ErrorStateProps) {
  return (
    <Notice
      tone="error"
      role="alert"
      icon={<CircleAlert aria-hidden="true" />}
      className={className}
      actions={
        <Fragment>
          {requestId && <CopyText value={requestId} label="request id" />}
          {onRetry && (
            <Button size="sm" onClick={onRetry}>
              Retry
            </Button>
          )}
        </Fragment>
      }
    >
      {children ?? "This could not be refreshed. What you see is older."}
    </Notice>
  );
}

/** "7 of 8 shards answered": what is missing. */
export function PartialNotice({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <Notice
      tone="warning"
      icon={<CircleAlert aria-hidden="true" />}
      className={cn("hatched", className)}
      role="status"
    >
      {children}
    </Notice>
  );
}

/** The newest data is older than twice its interval. */
export function StaleNotice({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <Notice tone="warning" icon={<Clock aria-hidden="true" />} className={className} role="status">
      {children}
    </Notice>
  );
}

/** A limit cut the answer: what was left out and how to see it. */
export function LimitNotice({
  children,
  actions,
  className,
}: {
  children: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <Notice
      tone="neutral"
      icon={<Scissors aria-hidden="true" />}
      actions={actions}
      className={className}
      role="status"
    >
      {children}
    </Notice>
  );
}
