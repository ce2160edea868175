import { cn } from "@triops/ui/class-names";
import type { ReactNode } from "react";

export function Section({
  title,
  children,
  className,
}: {
  title: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className="flex min-w-0 flex-col gap-3 border-line-subtle border-t pt-6">
      <h2 className="text-section font-semibold">{title}</h2>
      <div className={cn("flex min-w-0 flex-col gap-4", className)}>{children}</div>
    </section>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}
