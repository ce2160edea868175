"use client";
import { blockedBecause } from "@triops/domains/promotions/rules";
import type { Promotion } from "@triops/domains/promotions/schemas";
import { useNow } from "@triops/ui/now";
import { useMe, useRefusal } from "../../data/me.tsx";

/** Why the reader may not approve this, or undefined. */
export function useApprovalRefusal(promotion: Promotion): string | undefined {
  const me = useMe();
  const now = new Date(useNow());
  const mayWrite = useRefusal("promotions:write");
  const person = { kind: "member", id: me.memberId };
  return mayWrite ?? blockedBecause.approve(promotion, person, now) ?? undefined;
}
