"use client";
import { blockedBecause, isOpen } from "@triops/domains/promotions/rules";
import type { Promotion } from "@triops/domains/promotions/schemas";
import { Button } from "@triops/ui/button";
import { useNow } from "@triops/ui/now";
import { Check, RefreshCw, X } from "lucide-react";
import { useState } from "react";
import { DecideDialog } from "../../data/decide-dialog.tsx";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { useApprovalRefusal } from "./approval.ts";
import { askText } from "./words.ts";

const effects = {
  approve: "The alias moves at once; deployments that follow it follow now.",
  reject: "The alias stays where it is. The requester reads your note.",
};

/** Approve, reject, cancel, check again: each with the reason when it may not be pressed. */
export function PromotionActions({ promotion }: { promotion: Promotion }) {
  const me = useMe();
  const now = new Date(useNow());
  const change = useChange("promotions");
  const mayWrite = useRefusal("promotions:write");
  const approve = useApprovalRefusal(promotion);
  const [deciding, setDeciding] = useState<"approve" | "reject" | null>(null);
  if (!isOpen(promotion.state)) return null;
  const person = { kind: "member", id: me.memberId };
  const own = promotion.requesterId === me.memberId;
  const why = {
    approve,
    reject: mayWrite ?? blockedBecause.reject(promotion, person, now) ?? undefined,
    cancel: mayWrite ?? blockedBecause.cancel(promotion, now) ?? undefined,
    recheck: mayWrite ?? blockedBecause.recheck(promotion, now) ?? undefined,
  };
  return (
    <>
      <Button
        variant="ghost"
        icon={<RefreshCw aria-hidden="true" />}
        disabledReason={why.recheck}
        loading={change.isPending}
        onClick={() =>
          change.mutate({ path: `/promotions/${promotion.id}/recheck`, done: "The checks run again" })
        }
      >
        Check again
      </Button>
      {own ? (
        <Button
          disabledReason={why.cancel}
          loading={change.isPending}
          onClick={() =>
            change.mutate({ path: `/promotions/${promotion.id}/cancel`, done: "Request cancelled" })
          }
        >
          Cancel request
        </Button>
      ) : (
        <Button
          icon={<X aria-hidden="true" />}
          disabledReason={why.reject}
          onClick={() => setDeciding("reject")}
        >
          Reject
        </Button>
      )}
      <Button
        variant="primary"
        icon={<Check aria-hidden="true" />}
        disabledReason={why.approve}
        onClick={() => setDeciding("approve")}
      >
        Approve
      </Button>
      {deciding && (
        <DecideDialog
          noun="promotions"
          id={promotion.id}
          verb={deciding}
          asked={askText(promotion)}
          called="promotion"
          effects={effects}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  );
}
