import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

type CardProps = {
  title?: ReactNode;
  /** Beside the title, small: a count, a period. */
  aside?: ReactNode;
  /** Buttons at the end of the heading line. */
  actions?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Without inner padding, for a table that reaches the edges. */
  flush?: boolean;
  headingLevel?: 2 | 3 | 4;
  className?: string;
};

/** A bordered part of a page with its own heading. */
export function Card({
  title,
  aside,
  actions,
  children,
  footer,
  flush = false,
  headingLevel = 2,
  className,
}: CardProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <section className={cn("min-w-0 rounded-card border border-line-subtle bg-bg", className)}>
      {(title || actions) && (
        <div
          className={cn(
            "flex min-h-11 items-center gap-2 px-3 py-1.5",
            flush && "border-line-subtle border-b",
          )}
        >
          <Heading className="truncate text-form font-semibold text-ink-1">{title}</Heading>
          {aside && <span className="truncate text-dense text-ink-3">{aside}</span>}
          {actions && <div className="ml-auto flex shrink-0 items-center gap-1">{actions}</div>}
        </div>
      )}
      <div className={cn(!flush && "px-3 pb-3", !flush && !title && !actions && "pt-3")}>{children}</div>
      {footer && <div className="border-line-subtle border-t px-3 py-2 text-dense text-ink-3">{footer}</div>}
    </section>
  );
}
