import { cn } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";

type SnippetProps = {
  /** The text as it must be pasted. */
  code: string;
  /** Names it for the copy button and screen readers: "OpenTelemetry settings". */
  label: string;
  className?: string;
};

/** Text to paste elsewhere: a command, settings, a key. */
export function Snippet({ code, label, className }: SnippetProps) {
  return (
    <div
      className={cn(
        "flex min-w-0 items-start rounded-card border border-line-subtle bg-raised text-left",
        className,
      )}
    >
      <section
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={label}
        className="min-w-0 flex-1 overflow-x-auto rounded-card py-2.5 pl-3"
      >
        <pre className="font-mono text-log text-ink-1">
          <code>{code}</code>
        </pre>
      </section>
      <div className="shrink-0 p-1.5">
        <CopyButton value={code} label={`Copy ${label}`} />
      </div>
    </div>
  );
}

/** A short identifier in monospace with its copy button. */
export function CopyText({ value, label, className }: { value: string; label: string; className?: string }) {
  return (
    <span className={cn("inline-flex min-w-0 max-w-full items-center gap-0.5", className)}>
      <code className="truncate font-mono text-dense text-ink-2">{value}</code>
      <CopyButton value={value} label={`Copy ${label}`} />
    </span>
  );
}
