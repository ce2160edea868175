"use client";
import * as Parts from "radix-ui/tabs";
import type { ReactNode } from "react";
import { cn } from "./class-names.ts";
import { Link } from "./link.tsx";

const ITEM =
  "relative inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-control px-1 text-body font-medium text-ink-2 transition-colors hover:text-ink-1 focus-visible:outline-offset-[-2px]";
const BAR = "after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:bg-accent";

function TabLabel({ children, count }: { children: ReactNode; count?: number | undefined }) {
  return (
    <>
      {children}
      {count !== undefined && (
        <span className="rounded-full bg-sunken px-1.5 text-axis text-ink-2 tabular-nums">{count}</span>
      )}
    </>
  );
}

export type TabItem = { value: string; label: ReactNode; count?: number; content: ReactNode };

type TabsProps = {
  label: string;
  items: readonly TabItem[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  className?: string;
};

/** Views of one thing in one place. When each view has its own address use `TabLinks`. */
export function Tabs({ label, items, value, defaultValue, onValueChange, className }: TabsProps) {
  const state = value === undefined ? { defaultValue: defaultValue ?? items[0]?.value } : { value };
  return (
    <Parts.Root
      {...(state as { value?: string; defaultValue?: string })}
      onValueChange={onValueChange}
      className={className}
    >
      <Parts.List aria-label={label} className="flex gap-4 overflow-x-auto border-line-subtle border-b">
        {items.map((item) => (
          <Parts.Trigger
            key={item.value}
            value={item.value}
            className={cn(
              ITEM,
              "after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 data-[state=active]:text-ink-1 data-[state=active]:after:bg-accent",
            )}
          >
            <TabLabel count={item.count}>{item.label}</TabLabel>
          </Parts.Trigger>
        ))}
      </Parts.List>
      {items.map((item) => (
        <Parts.Content key={item.value} value={item.value} className="pt-4">
          {item.content}
        </Parts.Content>
      ))}
    </Parts.Root>
  );
}

export type TabLink = { href: string; label: ReactNode; count?: number; active: boolean };

/** The same look for views with addresses of their own. */
export function TabLinks({
  label,
  items,
  className,
}: {
  label: string;
  items: readonly TabLink[];
  className?: string;
}) {
  return (
    <nav
      aria-label={label}
      className={cn("flex gap-4 overflow-x-auto border-line-subtle border-b", className)}
    >
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.active ? "page" : undefined}
          className={cn(ITEM, item.active && `text-ink-1 ${BAR}`)}
        >
          <TabLabel count={item.count}>{item.label}</TabLabel>
        </Link>
      ))}
    </nav>
  );
}
