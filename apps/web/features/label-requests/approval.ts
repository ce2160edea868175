"use client";
import { blockedBecause } from "@triops/domains/label-requests/rules";
import type { LabelRequest } from "@triops/domains/label-requests/schemas";
import { useNow } from "@triops/ui/now";
import { useMe, useRefusal } from "../../data/me.tsx";

/** Why the reader may not approve this, or undefined. */
export function useApprovalRefusal(request: LabelRequest): string | undefined {
  const me = useMe();
  const now = new Date(useNow());
  const mayWrite = useRefusal("label-requests:write");
  return mayWrite ?? blockedBecause.approve(request, { kind: "member", id: me.memberId }, now) ?? undefined;
}
