import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type PageHeaderProps = {
  title: ReactNode;
  /** The one sentence that the reader came for, computed from data: "2 open, checkout burns 14× too fast". */
  answer?: ReactNode;
  /** Marks before the title: a severity, a status. */
  badges?: ReactNode;
  actions?: ReactNode;
  /** Facts in one line under the answer. */
  facts?: ReactNode;
  tabs?: ReactNode;
  className?: string;
};

/** Opens every page: answer first, then evidence, then controls. */
export function PageHeader({ title, answer, badges, actions, facts, tabs, className }: PageHeaderProps) {
  return (
    <header className={cn("flex flex-col gap-3 px-gutter pt-5", tabs ? "" : "pb-4", className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="text-page font-semibold text-ink-1 text-balance">{title}</h1>
            {badges}
          </div>
          {answer && <p className="mt-0.5 max-w-prose text-form text-ink-2 text-pretty">{answer}</p>}
          {facts && (
            <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-body text-ink-3">
              {facts}
            </div>
          )}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {tabs}
    </header>
  );
}

/** The part of a page below its header, with the usual gutter. */
export function PageBody({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("flex min-w-0 flex-col gap-4 px-gutter pb-8", className)}>{children}</div>;
}
