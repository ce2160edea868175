import { Link } from "@triops/ui/link";
import { Tooltip } from "@triops/ui/tooltip";
import type { ReactNode } from "react";

/** A link that is an icon with a name. */
export function IconLink({ href, label, icon }: { href: string; label: string; icon: ReactNode }) {
  return (
    <Tooltip content={label}>
      <Link
        href={href}
        aria-label={label}
        className="flex size-6 items-center justify-center rounded-control text-ink-2 hover:bg-sunken hover:text-ink-1 pointer-coarse:size-9 [&_svg]:size-3.5"
      >
        {icon}
      </Link>
    </Tooltip>
  );
}
