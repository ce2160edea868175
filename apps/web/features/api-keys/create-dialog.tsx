"use client";
import type { NewApiKey } from "@triops/domains/api-keys/schemas";
import type { Scope } from "@triops/kernel/context";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";

/** Scopes that open something today, with what they open. */
const offered: readonly { scope: Scope; hint: string }[] = [
  { scope: "ingest", hint: "Send telemetry to the gateway" },
  { scope: "read", hint: "Read everything through the API" },
  { scope: "write", hint: "Work incidents, write monitors" },
  { scope: "admin", hint: "Members, keys, audit log, jobs" },
];
const lifetimes = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];

const endOf = (lifetime: Lifetime): string | null =>
  lifetime === "never" ? null : new Date(Date.now() + Number(lifetime) * 86_400_000).toISOString();

type CreateKeyDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (made: NewApiKey) => void;
};

export function CreateKeyDialog({ open, onOpenChange, onMade }: CreateKeyDialogProps) {
  const change = useChange<NewApiKey>("api-keys");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["ingest"]);
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const faultOf = (path: string) => change.error?.fields.find((fault) => fault.path === path)?.message;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New API key"
      onSubmit={() =>
        change.mutate({
          path: "/api-keys",
          body: { name, scopes, expiresAt: endOf(lifetime) },
          onDone: (made) => {
            onOpenChange(false);
            setName("");
            onMade(made);
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Make key
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Name" required hint="Where it will be used." error={faultOf("name")}>
          <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-body font-medium text-ink-1">Scopes</legend>
          {offered.map(({ scope, hint }) => (
            <Checkbox
              key={scope}
              label={scope}
              hint={hint}
              checked={scopes.includes(scope)}
              onCheckedChange={(checked) =>
                setScopes(checked === true ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            />
          ))}
          {faultOf("scopes") && <p className="text-dense text-sev1-text">{faultOf("scopes")}</p>}
        </fieldset>
        <Field label="Ends">
          <Select options={lifetimes} value={lifetime} onValueChange={setLifetime} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
