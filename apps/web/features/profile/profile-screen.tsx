"use client";
import { Badge } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { useMe } from "../../data/me.tsx";
import { SettingsTabs } from "../settings/settings-tabs.tsx";
import { PasswordForm } from "./password-form.tsx";
import { TwoFactorCard } from "./two-factor-card.tsx";

export function Profile({ twoFactor }: { twoFactor: boolean }) {
  const me = useMe();
  return (
    <>
      <PageHeader
        title="Your profile"
        answer="How you sign in, and what others see of you."
        tabs={<SettingsTabs />}
      />
      <PageBody className="pt-4">
        <div className="grid max-w-5xl gap-4 lg:grid-cols-2">
          <Card title="You">
            <Facts
              items={[
                { label: "Name", value: me.name },
                { label: "E-mail address", value: me.email },
                { label: "Role here", value: <Badge>{me.role}</Badge> },
              ]}
            />
          </Card>
          <Card title="Password">
            <PasswordForm />
          </Card>
          <TwoFactorCard initiallyOn={twoFactor} />
        </div>
      </PageBody>
    </>
  );
}
