"use client";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { auth, authMessage } from "../../data/auth-client.ts";
import { CentredCard } from "./centred-card.tsx";

/** The code of the authenticator, or one of the backup codes when the device is lost. */
export function SecondFactor({ onDone }: { onDone: () => void }) {
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async () => {
    setPending(true);
    setFault(null);
    const { error } = backup
      ? await auth.twoFactor.verifyBackupCode({ code })
      : await auth.twoFactor.verifyTotp({ code });
    setPending(false);
    if (error) setFault(authMessage(error));
    else onDone();
  };
  return (
    <CentredCard title="Second factor">
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
          <Field
            label={backup ? "Backup code" : "Code from your authenticator"}
            hint={backup ? "Each backup code works once." : "Six digits, new every 30 seconds."}
          >
            <Input
              value={code}
              autoComplete="one-time-code"
              inputMode={backup ? "text" : "numeric"}
              onChange={(event) => setCode(event.target.value.trim())}
            />
          </Field>
          <Button type="submit" variant="primary" size="lg" loading={pending}>
            Continue
          </Button>
          <Button variant="ghost" onClick={() => setBackup(!backup)}>
            {backup ? "Use the authenticator" : "Use a backup code"}
          </Button>
        </FieldGroup>
      </form>
    </CentredCard>
  );
}
