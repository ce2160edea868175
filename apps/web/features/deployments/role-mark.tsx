import type { VariantRole } from "@triops/domains/deployments/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import { roleLabel } from "./words.ts";

const tone: Record<VariantRole | "outside", BadgeTone> = {
  champion: "accent",
  canary: "sev3",
  shadow: "neutral",
  outside: "outline",
};

export function RoleMark({ role }: { role: VariantRole | "outside" }) {
  return <Badge tone={tone[role]}>{roleLabel[role]}</Badge>;
}
