import { Badge } from "@triops/ui/badge";
import { ShieldCheck } from "lucide-react";

/** An alias; a shield marks one that only a promotion moves. */
export function AliasBadge({ alias, guarded }: { alias: string; guarded: boolean }) {
  return (
    <Badge
      tone={guarded ? "accent" : "outline"}
      icon={guarded ? <ShieldCheck aria-hidden="true" /> : undefined}
    >
      {alias}
      {guarded && <span className="sr-only"> (protected)</span>}
    </Badge>
  );
}
