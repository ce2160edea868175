"use client";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { TextLink } from "@triops/ui/text-link";
import { useState } from "react";
import { auth, authMessage } from "../../data/auth-client.ts";
import { CentredCard } from "./centred-card.tsx";

export function ResetPassword({ token }: { token: string }) {
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async () => {
    setPending(true);
    const { error } = await auth.resetPassword({ newPassword: password, token });
    setPending(false);
    if (error) setFault(authMessage(error));
    else window.location.assign("/sign-in?reset=1");
  };
  return (
    <CentredCard
      title="Choose a new password"
      footer={<TextLink href="/forgot-password">Ask for a new link</TextLink>}
    >
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FieldGroup>
          {fault && (
            <Notice tone="error" role="alert">
              {fault}
            </Notice>
          )}
          <Field label="New password" hint="At least 12 characters. All other sessions end.">
            <Input
              type="password"
              autoComplete="new-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
          <Button type="submit" variant="primary" size="lg" loading={pending}>
            Set password
          </Button>
        </FieldGroup>
      </form>
    </CentredCard>
  );
}
