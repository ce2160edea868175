"use client";
import { kindsOfProviders } from "@triops/domains/llm-providers/rules";
import type { Provider } from "@triops/domains/llm-providers/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import {
  addressMoved,
  bodyOfProvider,
  draftOfProvider,
  emptyProvider,
  kindOptions,
  missingInProvider,
  ofKind,
} from "./draft.ts";

const dialects = [
  { value: "openai", label: "As OpenAI does" },
  { value: "anthropic", label: "As Anthropic does" },
] as const;

type FormDialogProps = {
  /** undefined makes a new one. */
  provider?: Provider;
  onClose: () => void;
  /** In place of `onClose`: where to go then is the caller's to say. */
  onSaved: (provider: Provider) => void;
};

/** Who answers, where, and with which key. A cheap call tries it out before it is saved. */
export function ProviderDialog({ provider, onClose, onSaved }: FormDialogProps) {
  const change = useChange<Provider>("providers");
  const [draft, setDraft] = useState(() => (provider ? draftOfProvider(provider) : emptyProvider()));
  const [regardless, setRegardless] = useState(false);
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faultOf = (name: string) => change.error?.fields.find(({ path }) => path.startsWith(name))?.message;
  const kind = kindsOfProviders[draft.kind];
  const missing = missingInProvider(draft, provider) ?? undefined;
  const moved = provider !== undefined && addressMoved(draft, provider);
  // What a failed test says stands beside the field it is about; it may be saved all the same.
  const testFailed = change.error?.message.includes("its test failed") ?? false;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={provider ? `Edit ${provider.name}` : "Add a provider"}
      description="A cheap call tries it out before it is saved."
      onSubmit={() => {
        if (missing) return;
        change.mutate({
          ...(provider ? { method: "PATCH" as const } : {}),
          path: provider ? `/providers/${provider.id}` : "/providers",
          body: bodyOfProvider(draft, provider, regardless ? "note" : "require"),
          done: "Saved; all gateways have it within a second",
          onDone: onSaved,
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending} disabledReason={missing}>
            {regardless ? "Save regardless" : "Test and save"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        {!provider && (
          <Field label="Kind" required>
            <Select
              options={kindOptions}
              value={draft.kind}
              onValueChange={(next) => setDraft(ofKind(next, draft.name))}
            />
          </Field>
        )}
        {draft.kind === "demonstration" && (
          <Notice>
            Answers by rules, to try things out: no model is behind it, and no answer is to be believed.
          </Notice>
        )}
        <Field label="Name" required error={faultOf("name")}>
          <Input
            value={draft.name}
            maxLength={100}
            placeholder={kind.title}
            onChange={(event) => put({ name: event.target.value })}
          />
        </Field>
        <Field label="Base URL" required error={faultOf("baseUrl")}>
          <Input
            value={draft.baseUrl}
            maxLength={500}
            mono
            placeholder={kind.example}
            onChange={(event) => put({ baseUrl: event.target.value })}
          />
        </Field>
        {draft.kind === "demonstration" && !provider && (
          <Field label="Speaks">
            <Select options={dialects} value={draft.dialect} onValueChange={(dialect) => put({ dialect })} />
          </Field>
        )}
        <Field
          label="Key"
          required={provider ? moved && provider.hasCredential : kind.needsCredential}
          hint={
            provider?.hasCredential
              ? moved
                ? "The address changed: give it again, so that it goes nowhere by mistake"
                : `${provider.credentialEnding ? `Ends in ${provider.credentialEnding}` : "There is one"}; leave empty to keep it`
              : "Sealed, and never shown again"
          }
          error={faultOf("credential")}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={draft.credential}
            onChange={(event) => put({ credential: event.target.value })}
          />
        </Field>
        {draft.kind === "azure-openai" && (
          <Field label="API version" required error={faultOf("apiVersion")}>
            <Input
              value={draft.apiVersion}
              mono
              onChange={(event) => put({ apiVersion: event.target.value })}
            />
          </Field>
        )}
        <Field
          label="Name in the price table"
          hint="Empty: prices go by the model's name alone"
          error={faultOf("priceProvider")}
        >
          <Input
            value={draft.priceProvider}
            maxLength={60}
            placeholder="openai"
            onChange={(event) => put({ priceProvider: event.target.value })}
          />
        </Field>
        <Field
          label="Further headers"
          hint={
            provider && provider.headerNames.length > 0
              ? `${provider.headerNames.join(", ")} ${moved ? "must be given again" : "stay unless you write others"}`
              : "Name: value, one a line; sealed like the key"
          }
          error={faultOf("headers")}
        >
          <Textarea
            mono
            rows={2}
            placeholder="OpenAI-Organization: org-…"
            value={draft.headers}
            onChange={(event) => put({ headers: event.target.value })}
          />
        </Field>
        {(testFailed || regardless) && (
          <Checkbox
            label="Save it although the test fails"
            hint="The result is kept on its page"
            checked={regardless}
            onCheckedChange={setRegardless}
          />
        )}
      </FieldGroup>
    </Dialog>
  );
}
