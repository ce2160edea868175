"use client";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { TextLink } from "@triops/ui/text-link";
import { useState } from "react";
import { auth, authMessage } from "../../data/auth-client.ts";
import { paths } from "../../shell/paths.ts";
import { CentredCard } from "./centred-card.tsx";

/** Asks for a reset link. Says the same whether or not the address is known, so that nobody learns who is. */
export function ForgotPassword({ mailWorks }: { mailWorks: boolean }) {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async () => {
    setPending(true);
    const { error } = await auth.requestPasswordReset({ email, redirectTo: "/reset-password" });
    setPending(false);
    setFault(authMessage(error));
    setSent(!error);
  };
  const back = <TextLink href={paths.signIn()}>Back to sign-in</TextLink>;
  if (!mailWorks) {
    return (
      <CentredCard title="Forgot your password?" footer={back}>
        <p className="text-body text-ink-2">
          This installation has no mail server, so no link can be sent. Whoever runs it can make one for you
          with <code className="font-mono text-dense">pnpm triops user reset-password</code> and your address.
        </p>
      </CentredCard>
    );
  }
  return (
    <CentredCard title="Forgot your password?" footer={back}>
      {sent ? (
        <p role="status" className="text-body text-ink-2">
          If {email} has an account, a link is on its way. It works for one hour.
        </p>
      ) : (
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
            <Field label="E-mail address">
              <Input type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
            </Field>
            <Button type="submit" variant="primary" size="lg" loading={pending}>
              Send a link
            </Button>
          </FieldGroup>
        </form>
      )}
    </CentredCard>
  );
}
