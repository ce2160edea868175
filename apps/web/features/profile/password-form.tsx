"use client";
import { Button } from "@triops/ui/button";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { toast } from "@triops/ui/toast";
import { useState } from "react";
import { auth, authMessage } from "../../data/auth-client.ts";

export function PasswordForm() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async () => {
    setPending(true);
    const { error } = await auth.changePassword({
      currentPassword: current,
      newPassword: next,
      revokeOtherSessions: true,
    });
    setPending(false);
    setFault(authMessage(error));
    if (error) return;
    setCurrent("");
    setNext("");
    toast.success("Password changed; your other sessions have ended");
  };
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FieldGroup className="pt-1">
        <Field label="Current password">
          <Input
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
        <Field label="New password" hint="At least 12 characters." error={fault}>
          <Input
            type="password"
            autoComplete="new-password"
            required
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </Field>
        <div>
          <Button type="submit" loading={pending}>
            Change password
          </Button>
        </div>
      </FieldGroup>
    </form>
  );
}
