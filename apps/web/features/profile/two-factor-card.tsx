"use client";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { CopyText, Snippet } from "@triops/ui/snippet";
import { toast } from "@triops/ui/toast";
import { useState } from "react";
import { auth, authMessage } from "../../data/auth-client.ts";
import { QrCode } from "./qr-code.tsx";

type Enrolment = { totpURI: string; backupCodes: string[] };

/** A second factor by authenticator app: password, then scan, then prove it with one code. */
export function TwoFactorCard({ initiallyOn }: { initiallyOn: boolean }) {
  const [on, setOn] = useState(initiallyOn);
  const [password, setPassword] = useState("");
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const run = async (work: () => Promise<{ message: string | null }>) => {
    setPending(true);
    const { message } = await work();
    setFault(message);
    setPending(false);
    return message === null;
  };
  const begin = () =>
    run(async () => {
      const { data, error } = await auth.twoFactor.enable({ password });
      if (data && "totpURI" in data) setEnrolment(data as Enrolment);
      return { message: authMessage(error) };
    });
  const prove = async () => {
    const done = await run(async () => ({
      message: authMessage((await auth.twoFactor.verifyTotp({ code })).error),
    }));
    if (!done) return;
    setEnrolment(null);
    setOn(true);
    setPassword("");
    toast.success("Second factor is on");
  };
  const end = async () => {
    const done = await run(async () => ({
      message: authMessage((await auth.twoFactor.disable({ password })).error),
    }));
    if (!done) return;
    setOn(false);
    setPassword("");
    toast.success("Second factor is off");
  };
  return (
    <Card title="Second factor" aside={on ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          void (on ? end() : begin());
        }}
      >
        <FieldGroup className="pt-1">
          <p className="text-body text-ink-2">
            {on
              ? "Signing in asks for a code of your authenticator app."
              : "With it, a stolen password alone opens nothing. You need an authenticator app."}
          </p>
          <Field label="Your password" error={enrolment ? null : fault}>
            <Input
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
          <div>
            <Button type="submit" loading={pending && !enrolment}>
              {on ? "Turn off" : "Turn on"}
            </Button>
          </div>
        </FieldGroup>
      </form>
      <Dialog
        open={enrolment !== null}
        onOpenChange={(open) => {
          if (!open) setEnrolment(null);
        }}
        title="Add Triops to your authenticator"
        onSubmit={() => void prove()}
        footer={
          <Button type="submit" variant="primary" loading={pending}>
            Confirm
          </Button>
        }
      >
        {enrolment && (
          <div className="flex flex-col gap-4">
            <QrCode text={enrolment.totpURI} label="Set-up code for the authenticator" />
            <CopyText
              value={new URL(enrolment.totpURI).searchParams.get("secret") ?? ""}
              label="secret, to type instead of scanning"
            />
            <Snippet
              label="Backup codes, each for one sign-in without the app"
              code={enrolment.backupCodes.join("\n")}
            />
            <Field label="Code that the app shows now" error={fault}>
              <Input
                value={code}
                inputMode="numeric"
                autoComplete="one-time-code"
                onChange={(event) => setCode(event.target.value.trim())}
              />
            </Field>
          </div>
        )}
      </Dialog>
    </Card>
  );
}
