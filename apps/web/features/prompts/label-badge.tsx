import { Badge } from "@triops/ui/badge";
import { ShieldCheck } from "lucide-react";

/** A label; a shield marks one that only a label request moves. */
export function LabelBadge({ label, guarded = false }: { label: string; guarded?: boolean }) {
  return (
    <Badge
      tone={guarded ? "accent" : "outline"}
      icon={guarded ? <ShieldCheck aria-hidden="true" /> : undefined}
    >
      {label}
      {guarded && <span className="sr-only"> (protected)</span>}
    </Badge>
  );
}
