"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { isProtected } from "@triops/domains/models/rules";
import type { Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { modelGate, versionPages } from "./reads.ts";

export function AliasDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const change = useChange("models");
  const gate = useQuery(modelGate(model.id));
  const pages = useInfiniteQuery(versionPages(model.id));
  const versions = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const [alias, setAlias] = useState("");
  const [version, setVersion] = useState(String(model.latestVersion?.version ?? ""));
  const guarded = isProtected(alias.trim(), gate.data?.protectedAliases ?? []);
  const fault = change.error?.fields[0]?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Set an alias"
      description="Points a name at a version; where it pointed before is left."
      onSubmit={() => {
        if (guarded) return;
        change.mutate({
          path: `/models/${model.id}/set-alias`,
          body: { alias: alias.trim(), version: Number(version) },
          done: `${alias.trim()} is version ${version}`,
          onDone: onClose,
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabledReason={guarded ? "This alias moves by a promotion only" : undefined}
          >
            Set alias
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Alias" required hint="Letters, digits, _ and -" error={fault}>
          <Input
            value={alias}
            maxLength={255}
            placeholder="challenger"
            onChange={(event) => setAlias(event.target.value)}
          />
        </Field>
        <Field label="Version">
          <Select
            options={versions.map((one) => ({ value: String(one.version), label: `Version ${one.version}` }))}
            value={version}
            onValueChange={setVersion}
          />
        </Field>
        {guarded && (
          <Notice tone="info">
            {alias.trim()} is protected. Open the version and ask for a promotion: its checks run and somebody
            else approves.
          </Notice>
        )}
      </FieldGroup>
    </Dialog>
  );
}
