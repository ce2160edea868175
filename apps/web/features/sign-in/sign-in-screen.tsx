"use client";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { TextLink } from "@triops/ui/text-link";
import { useState } from "react";
import { auth, authMessage } from "../../data/auth-client.ts";
import { CentredCard } from "./centred-card.tsx";
import { SecondFactor } from "./second-factor.tsx";

type SignInProps = {
  next: string;
  /** Name of the identity provider, when one is set up. */
  ssoName: string | null;
  ssoProviderId: string;
  notice?: string | undefined;
};

export function SignIn({ next, ssoName, ssoProviderId, notice }: SignInProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  // A full load: the frame is made for whoever is signed in.
  const enter = () => window.location.assign(next);
  const submit = async () => {
    setPending(true);
    setFault(null);
    const { data, error } = await auth.signIn.email({ email, password });
    setPending(false);
    if (error) return setFault(authMessage(error));
    if (data && "twoFactorRedirect" in data && data.twoFactorRedirect) return setNeedsCode(true);
    enter();
  };
  if (needsCode) return <SecondFactor onDone={enter} />;
  return (
    <CentredCard title="Sign in" footer="No account? Ask an administrator for an invitation.">
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FieldGroup>
          {notice && <Notice tone="info">{notice}</Notice>}
          {fault && (
            <Notice tone="error" role="alert">
              {fault}
            </Notice>
          )}
          <Field label="E-mail address">
            <Input
              type="email"
              name="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          <Field label="Password" aside={<TextLink href="/forgot-password">Forgot it?</TextLink>}>
            <Input
              type="password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
          <Button type="submit" variant="primary" size="lg" loading={pending}>
            Sign in
          </Button>
          {ssoName && (
            <Button
              size="lg"
              onClick={() => void auth.signIn.social({ provider: ssoProviderId, callbackURL: next })}
            >
              Continue with {ssoName}
            </Button>
          )}
        </FieldGroup>
      </form>
    </CentredCard>
  );
}
