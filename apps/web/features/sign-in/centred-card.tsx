import type { ReactNode } from "react";

/** One form in the middle of an empty page: sign-in and what belongs to it. */
export function CentredCard({
  title,
  children,
  footer,
}: {
  title: string;
  children: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 bg-raised px-4 py-10">
      <p className="text-section font-semibold text-ink-1">Triops</p>
      <section className="w-full max-w-sm rounded-card border border-line-subtle bg-bg p-6">
        <h1 className="mb-4 text-section font-semibold text-ink-1">{title}</h1>
        {children}
      </section>
      {footer && <div className="text-body text-ink-2">{footer}</div>}
    </main>
  );
}
