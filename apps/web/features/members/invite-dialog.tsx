"use client";
import type { NewInvitation } from "@triops/domains/members/schemas";
import { type Role, roles } from "@triops/kernel/context";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Snippet } from "@triops/ui/snippet";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";

const meaning: Record<Role, string> = {
  viewer: "Viewer · sees everything, changes nothing",
  editor: "Editor · works incidents, writes monitors",
  admin: "Admin · also members, keys, audit log",
  owner: "Owner · also other owners",
};
const options = [...roles].reverse().map((value) => ({ value, label: meaning[value] }));

export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const change = useChange<NewInvitation>("members");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const [made, setMade] = useState<NewInvitation | null>(null);
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) {
      setMade(null);
      setEmail("");
    }
  };
  if (made) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={`${made.email} is invited`}
        footer={
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <Notice tone="info">
            {made.emailed
              ? "The link below was sent by e-mail. It is shown here this once."
              : "No mail server is set up, so hand this link over yourself. It is shown this once."}
          </Notice>
          <Snippet label="Invitation link" code={made.url} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Invite somebody"
      onSubmit={() => change.mutate({ path: "/members/invite", body: { email, role }, onDone: setMade })}
      footer={
        <>
          <Button variant="ghost" onClick={() => close(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Invite
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field
          label="E-mail address"
          required
          error={change.error?.fields.find((fault) => fault.path === "email")?.message}
        >
          <Input
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            autoComplete="off"
          />
        </Field>
        <Field label="Role">
          <Select options={options} value={role} onValueChange={setRole} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
