import type { HTMLAttributes, ReactNode } from "react";
import { cn } from "./class-names.ts";
import { LEVEL_TINT, type Level } from "./levels.ts";

export type BadgeTone = "neutral" | "outline" | "accent" | Level;

const TONE: Record<BadgeTone, string> = {
  ...LEVEL_TINT,
  neutral: "bg-sunken text-ink-2",
  outline: "border border-line text-ink-2",
  accent: "bg-accent-tint text-accent",
};

export type BadgeProps = HTMLAttributes<HTMLSpanElement> & {
  tone?: BadgeTone;
  icon?: ReactNode;
  mono?: boolean;
};

/** A short fact about a thing: a role, a kind, a count. For levels use `SeverityBadge`. */
export function Badge({ tone = "neutral", icon, mono = false, className, children, ...rest }: BadgeProps) {
  return (
    <span
      {...rest}
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-control px-1.5 text-dense font-medium [&_svg]:size-3",
        mono && "font-mono font-normal",
        TONE[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
