import type { ReactNode } from "react";
import { cn } from "./class-names.ts";
import { LEVEL_LABEL, LEVEL_SOLID, LEVEL_TINT, type Level } from "./levels.ts";

const SHAPE: Record<Level, ReactNode> = {
  sev1: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />,
  sev2: <path d="M8 1.2 15.4 14.4H.6z" fill="currentColor" strokeLinejoin="round" />,
  sev3: <path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor" />,
  sev4: <rect x="2" y="2" width="12" height="12" rx="1" fill="currentColor" />,
  ok: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="m4.8 8.3 2.2 2.2 4.2-4.6"
        fill="none"
        stroke="var(--color-bg)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  unknown: (
    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.1 2.2" />
  ),
};

type MarkProps = {
  level: Level;
  /** Words for screen readers; leave out when the level stands beside it as text. */
  label?: string;
  className?: string;
};

/** The level as a shape: octagon, triangle, diamond, square, check, dashed circle. */
export function SeverityMark({ level, label, className }: MarkProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={cn("size-3 shrink-0", LEVEL_SOLID[level], className)}
    >
      {SHAPE[level]}
    </svg>
  );
}

/** Shape and words on the level's tint. `children` replaces the standard words ("SEV2"). */
export function SeverityBadge({
  level,
  children,
  className,
}: {
  level: Level;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-control px-1.5 text-dense font-medium",
        LEVEL_TINT[level],
        className,
      )}
    >
      <SeverityMark level={level} className="size-2.5" />
      {children ?? LEVEL_LABEL[level]}
    </span>
  );
}
