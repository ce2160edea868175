import type { ReactNode } from "react";
import { cn } from "./class-names.ts";

export type Fact = { label: string; value: ReactNode };

/** Labels and values in two columns: the fixed facts of one thing. */
export function Facts({ items, className }: { items: readonly Fact[]; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-2 text-body", className)}>
      {items.map((item) => (
        <div key={item.label} className="col-span-2 grid grid-cols-subgrid items-baseline">
          <dt className="text-ink-3">{item.label}</dt>
          <dd className="min-w-0 break-words text-ink-1">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
