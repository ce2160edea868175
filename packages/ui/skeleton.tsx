import { cn } from "./class-names.ts";

/** A grey place where something will be. Give it the size of that something. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn("block h-4 animate-shimmer rounded-control bg-sunken", className)}
    />
  );
}

/** Rows of a table or list that has not arrived yet. */
export function SkeletonRows({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col">
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={index}
          className="flex h-row items-center gap-4 border-line-subtle border-b px-3 last:border-b-0"
        >
          <Skeleton className="h-3 w-3 rounded-full" />
          <Skeleton className={cn("h-3", ["w-2/5", "w-1/3", "w-1/2"][index % 3])} />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
