import { cn } from "./class-names.ts";
import { Link, type LinkProps } from "./link.tsx";

/** A link inside text or a table cell: underlined, so that colour is not the only cue. */
export function TextLink({ className, ...props }: LinkProps) {
  return (
    <Link
      className={cn(
        "rounded-control font-medium text-accent underline decoration-line underline-offset-3 hover:text-accent-hover hover:decoration-current",
        className,
      )}
      {...props}
    />
  );
}
