"use client";
import { blockedBecause, isOpen } from "@triops/domains/label-requests/rules";
import type { LabelRequest } from "@triops/domains/label-requests/schemas";
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
  approve: "The label moves at once; callers get the version within a second.",
  reject: "The label stays where it is. The requester reads your note.",
};

/** Approve, reject, cancel, check again: each with the reason when it may not be pressed. */
export function RequestActions({ request }: { request: LabelRequest }) {
  const me = useMe();
  const now = new Date(useNow());
  const change = useChange("label-requests");
  const mayWrite = useRefusal("label-requests:write");
  const approve = useApprovalRefusal(request);
  const [deciding, setDeciding] = useState<"approve" | "reject" | null>(null);
  if (!isOpen(request.state)) return null;
  const person = { kind: "member", id: me.memberId };
  const own = request.requesterId === me.memberId;
  return (
    <>
      <Button
        variant="ghost"
        icon={<RefreshCw aria-hidden="true" />}
        disabledReason={mayWrite ?? blockedBecause.recheck(request, now) ?? undefined}
        loading={change.isPending}
        onClick={() =>
          change.mutate({ path: `/label-requests/${request.id}/recheck`, done: "The checks ran again" })
        }
      >
        Check again
      </Button>
      {own ? (
        <Button
          disabledReason={mayWrite ?? blockedBecause.cancel(request, now) ?? undefined}
          loading={change.isPending}
          onClick={() =>
            change.mutate({ path: `/label-requests/${request.id}/cancel`, done: "Request cancelled" })
          }
        >
          Cancel request
        </Button>
      ) : (
        <Button
          icon={<X aria-hidden="true" />}
          disabledReason={mayWrite ?? blockedBecause.reject(request, person, now) ?? undefined}
          onClick={() => setDeciding("reject")}
        >
          Reject
        </Button>
      )}
      <Button
        variant="primary"
        icon={<Check aria-hidden="true" />}
        disabledReason={approve}
        onClick={() => setDeciding("approve")}
      >
        Approve
      </Button>
      {deciding && (
        <DecideDialog
          noun="label-requests"
          id={request.id}
          verb={deciding}
          asked={askText(request)}
          called="request"
          effects={effects}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  );
}
