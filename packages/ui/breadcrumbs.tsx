import { ChevronRight } from "lucide-react";
import { cn } from "./class-names.ts";
import { Link } from "./link.tsx";

export type Crumb = { label: string; href?: string };

/** Where the reader is; the last one is the page itself. */
export function Breadcrumbs({ items, className }: { items: readonly Crumb[]; className?: string }) {
  return (
    <nav aria-label="Breadcrumbs" className={cn("min-w-0", className)}>
      <ol className="flex min-w-0 items-center gap-1 text-body">
        {items.map((item, index) => {
          const isLast = index === items.length - 1;
          return (
            <li
              key={item.href ?? item.label}
              className={cn("flex items-center gap-1", isLast ? "min-w-0" : "shrink-0 max-sm:hidden")}
            >
              {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 text-ink-3 max-sm:hidden" />}
              {item.href !== undefined && !isLast ? (
                <Link
                  href={item.href}
                  className="rounded-control px-1 py-0.5 text-ink-2 hover:bg-sunken hover:text-ink-1"
                >
                  {item.label}
                </Link>
              ) : (
                <span
                  aria-current={isLast ? "page" : undefined}
                  className="truncate px-1 font-medium text-ink-1"
                >
                  {item.label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
