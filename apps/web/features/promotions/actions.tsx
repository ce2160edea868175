"use client";
import { blockedBecause, isOpen } from "@triops/domains/promotions/rules";
import type { Promotion } from "@triops/domains/promotions/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { useNow } from "@triops/ui/now";
import { Textarea } from "@triops/ui/textarea";
import { Check, RefreshCw, X } from "lucide-react";
import { useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { useApprovalRefusal } from "./approval.ts";
import { askText } from "./words.ts";

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
      {deciding && <DecideDialog promotion={promotion} verb={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

type DecideDialogProps = { promotion: Promotion; verb: "approve" | "reject"; onClose: () => void };

function DecideDialog({ promotion, verb, onClose }: DecideDialogProps) {
  const change = useChange<Promotion>("promotions");
  const [note, setNote] = useState("");
  const approving = verb === "approve";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={approving ? `${askText(promotion)}?` : "Reject this request?"}
      description={
        approving
          ? "The alias moves at once; deployments that follow it follow now."
          : "The alias stays where it is. The requester reads your note."
      }
      size="sm"
      onSubmit={() => {
        if (!approving && note.trim() === "") return;
        change.mutate({
          path: `/promotions/${promotion.id}/${verb}`,
          body: { note },
          done: approving ? "Approved" : "Rejected",
          onDone: onClose,
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            variant={approving ? "primary" : "danger"}
            loading={change.isPending}
            disabledReason={!approving && note.trim() === "" ? "Say why" : undefined}
          >
            {approving ? "Approve promotion" : "Reject promotion"}
          </Button>
        </>
      }
    >
      <Field label="Note" required={!approving} error={change.error?.fields[0]?.message}>
        <Textarea value={note} maxLength={5_000} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  );
}
