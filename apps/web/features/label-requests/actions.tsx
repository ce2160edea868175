"use client";
import { blockedBecause, isOpen } from "@triops/domains/label-requests/rules";
import type { LabelRequest } from "@triops/domains/label-requests/schemas";
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
      {deciding && <DecideDialog request={request} verb={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

type DecideDialogProps = { request: LabelRequest; verb: "approve" | "reject"; onClose: () => void };

function DecideDialog({ request, verb, onClose }: DecideDialogProps) {
  const change = useChange<LabelRequest>("label-requests");
  const [note, setNote] = useState("");
  const approving = verb === "approve";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={approving ? `${askText(request)}?` : "Reject this request?"}
      description={
        approving
          ? "The label moves at once; callers get the version within a second."
          : "The label stays where it is. The requester reads your note."
      }
      size="sm"
      onSubmit={() => {
        if (!approving && note.trim() === "") return;
        change.mutate({
          path: `/label-requests/${request.id}/${verb}`,
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
            {approving ? "Approve request" : "Reject request"}
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
