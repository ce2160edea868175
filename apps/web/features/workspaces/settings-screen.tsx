"use client";
import { useQuery } from "@tanstack/react-query";
import type { Workspace } from "@triops/domains/workspaces/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Facts } from "@triops/ui/facts";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { SettingsTabs } from "../settings/settings-tabs.tsx";
import { LimitsForm } from "./limits-form.tsx";
import { workspaceById } from "./reads.ts";

export function WorkspaceSettings() {
  const me = useMe();
  const query = useQuery(workspaceById(me.workspace.id));
  return (
    <>
      <PageHeader
        title="Workspace"
        answer="What it is called, how long it remembers, and how much it may send."
        tabs={<SettingsTabs />}
      />
      <PageBody className="pt-4">
        {errorOf(query.error, () => void query.refetch()) ??
          (query.data ? (
            <WorkspaceForm workspace={query.data} />
          ) : (
            <SkeletonRows label="Loading the workspace" />
          ))}
      </PageBody>
    </>
  );
}

function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const me = useMe();
  const change = useChange<Workspace>("workspaces");
  const mayChange = useRefusal("workspaces:admin");
  const [name, setName] = useState(workspace.name);
  const [days, setDays] = useState(String(workspace.retentionDays));
  const faultOf = (path: string) => change.error?.fields.find((fault) => fault.path === path)?.message;
  const same = name === workspace.name && days === String(workspace.retentionDays);
  return (
    <div className="grid max-w-5xl items-start gap-4 lg:grid-cols-2">
      <Card title="General">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (mayChange || same) return;
            change.mutate({
              method: "PATCH",
              path: `/workspaces/${workspace.id}`,
              body: { name, retentionDays: days },
              done: "Workspace saved",
            });
          }}
        >
          <FieldGroup className="pt-1">
            <Field label="Name" required error={faultOf("name")}>
              <Input
                value={name}
                maxLength={80}
                readOnly={mayChange !== undefined}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Field
              label="Keep raw telemetry for"
              aside="days"
              error={faultOf("retentionDays")}
              hint="Counts for what arrives from now on. Alerts, incidents and the audit log are kept for ever."
            >
              <Input
                value={days}
                inputMode="numeric"
                readOnly={mayChange !== undefined}
                onChange={(event) => setDays(event.target.value)}
              />
            </Field>
            <div>
              <Button
                type="submit"
                variant="primary"
                loading={change.isPending}
                disabledReason={mayChange ?? (same ? "Nothing has changed" : undefined)}
              >
                Save
              </Button>
            </div>
          </FieldGroup>
        </form>
      </Card>
      <LimitsForm workspace={workspace} />
      <Card title="For programs">
        <Facts
          items={[
            { label: "Workspace id", value: <CopyText value={workspace.id} label="workspace id" /> },
            { label: "Slug", value: workspace.slug },
            { label: "API", value: <CopyText value={`${me.webUrl}/api/v1`} label="address of the API" /> },
            { label: "Gateway", value: <CopyText value={me.gatewayUrl} label="address of the gateway" /> },
            { label: "Made", value: <Time at={workspace.createdAt} format="absolute" /> },
            ...(workspace.operator ? [{ label: "Role", value: "Watches this installation itself" }] : []),
          ]}
        />
      </Card>
    </div>
  );
}
