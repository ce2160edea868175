"use client";
import type { Offer } from "@triops/domains/members/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { auth } from "../../data/auth-client.ts";
import { paths } from "../../shell/paths.ts";
import { CentredCard } from "./centred-card.tsx";

type Fault = { message: string; fields: { path: string; message: string }[] };
type Wire = { error?: { detail?: string; title?: string; fields?: Fault["fields"] } };

type JoinProps = { token: string; offer: Offer; signedInAs: string | null };

/** Takes up an invitation: with an account by being signed in as it, without one by making it. */
export function Join({ token, offer, signedInAs }: JoinProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const [pending, setPending] = useState(false);
  const faultOf = (path: string) => fault?.fields.find((one) => one.path === path)?.message;
  const mustSignIn = offer.hasAccount && signedInAs !== offer.email;
  const submit = async () => {
    setPending(true);
    const answer = await fetch("/api/join", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(offer.hasAccount ? { token } : { token, name, password }),
    });
    if (!answer.ok) {
      const { error } = (await answer.json().catch(() => ({}))) as Wire;
      setFault({
        message: error?.detail ?? error?.title ?? "That did not work",
        fields: error?.fields ?? [],
      });
      setPending(false);
      return;
    }
    if (!offer.hasAccount) await auth.signIn.email({ email: offer.email, password });
    window.location.assign("/");
  };
  return (
    <CentredCard title={`Join ${offer.workspaceName}`}>
      <p className="mb-4 text-body text-ink-2">
        {offer.email} is invited as {offer.role}.
      </p>
      {mustSignIn ? (
        <ButtonLink
          variant="primary"
          size="lg"
          href={paths.signIn(`/accept-invitation?token=${encodeURIComponent(token)}`)}
          className="w-full"
        >
          Sign in as {offer.email}
        </ButtonLink>
      ) : (
        <form
          method="post"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <FieldGroup>
            {fault && fault.fields.length === 0 && (
              <Notice tone="error" role="alert">
                {fault.message}
              </Notice>
            )}
            {!offer.hasAccount && (
              <>
                <Field label="Your name" error={faultOf("name")}>
                  <Input
                    autoComplete="name"
                    required
                    maxLength={100}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                  />
                </Field>
                <Field label="Password" hint="At least 12 characters." error={faultOf("password")}>
                  <Input
                    type="password"
                    autoComplete="new-password"
                    required
                    value={password}
                    onChange={(event) => setPassword(event.target.value)}
                  />
                </Field>
              </>
            )}
            <Button type="submit" variant="primary" size="lg" loading={pending}>
              Join
            </Button>
          </FieldGroup>
        </form>
      )}
    </CentredCard>
  );
}
