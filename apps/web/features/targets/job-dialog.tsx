"use client";
import type { Imported } from "@triops/domains/targets/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { toast } from "@triops/ui/toast";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { PreviewResult } from "./preview-result.tsx";
import type { ScrapeJob } from "./reads.ts";
import { yamlOf } from "./words.ts";

const ways = [
  { value: "form", label: "Form" },
  { value: "yaml", label: "scrape_configs" },
] as const;
const schemes = [
  { value: "http", label: "http" },
  { value: "https", label: "https" },
];
const auths = [
  { value: "none", label: "None" },
  { value: "basic", label: "User and password" },
  { value: "bearer", label: "Bearer token" },
];
const blank = {
  name: "",
  addresses: "",
  scheme: "http",
  path: "/metrics",
  intervalSeconds: "30",
  auth: "none",
  username: "",
  secret: "",
  skipVerify: false,
};
const example = `scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["my-host:9100"]
`;

type JobDialogProps = {
  /** undefined makes a new one. */
  job?: ScrapeJob | undefined;
  allowedCidrs: readonly string[];
  onClose: () => void;
};

/** Makes a scrape job, by a short form or in Prometheus' own words, or changes one in those words. */
export function JobDialog({ job, allowedCidrs, onClose }: JobDialogProps) {
  const change = useChange<Imported & ScrapeJob>("targets");
  const [way, setWay] = useState<"form" | "yaml">(job ? "yaml" : "form");
  const [draft, setDraft] = useState(blank);
  const [text, setText] = useState(job?.yaml ?? example);
  const [tried, setTried] = useState<string | null>(null);
  const yaml = way === "form" ? yamlOf(draft) : text;
  // A secret does not travel in an address: a try with one is made once the job is saved.
  const hasSecret =
    way === "form" ? draft.secret !== "" : /password:|credentials:|^\s+key:/m.test(text) && !job;
  const set = (field: keyof typeof blank) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [field]: event.target.value });
  const submit = () =>
    change.mutate({
      method: job ? "PATCH" : "POST",
      path: job ? `/targets/jobs/${job.id}` : "/targets/jobs/import",
      body: { yaml },
      onDone: (result) => {
        if (job) toast.success("Scrape job changed");
        else {
          toast.success(
            result.data.length === 1 ? "Scrape job made" : `${result.data.length} scrape jobs made`,
          );
          for (const note of result.notes) toast.error(note);
        }
        onClose();
      },
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={job ? `Scrape job “${job.name}”` : "Add targets"}
      description="Triops fetches their pages in turn and stores what they give."
      onSubmit={submit}
      footer={
        <>
          <Button
            variant="ghost"
            icon={<FlaskConical aria-hidden="true" />}
            disabledReason={hasSecret ? "Save it first: secrets are not sent for a try" : undefined}
            onClick={() => setTried(yaml)}
            className="mr-auto"
          >
            Try it
          </Button>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            {job ? "Save" : "Add"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        {!job && <Segmented label="How to describe it" options={ways} value={way} onValueChange={setWay} />}
        {way === "form" ? (
          <>
            <Field label="Job" required hint="The label job of its series.">
              <Input value={draft.name} onChange={set("name")} placeholder="node" maxLength={100} />
            </Field>
            <Field label="Addresses" required hint="Host and port, one a line.">
              <Textarea
                value={draft.addresses}
                onChange={set("addresses")}
                rows={3}
                placeholder="my-host:9100"
              />
            </Field>
            <div className="grid gap-3 sm:grid-cols-3">
              <Field label="Scheme">
                <Select
                  options={schemes}
                  value={draft.scheme}
                  onValueChange={(scheme) => setDraft({ ...draft, scheme })}
                />
              </Field>
              <Field label="Path">
                <Input value={draft.path} onChange={set("path")} />
              </Field>
              <Field label="Every" aside="seconds">
                <Input
                  type="number"
                  min={5}
                  max={3600}
                  value={draft.intervalSeconds}
                  onChange={set("intervalSeconds")}
                />
              </Field>
              <Field label="Sign in with">
                <Select
                  options={auths}
                  value={draft.auth}
                  onValueChange={(auth) => setDraft({ ...draft, auth })}
                />
              </Field>
              {draft.auth === "basic" && (
                <Field label="User">
                  <Input value={draft.username} onChange={set("username")} autoComplete="off" />
                </Field>
              )}
              {draft.auth !== "none" && (
                <Field label={draft.auth === "basic" ? "Password" : "Token"}>
                  <Input
                    type="password"
                    value={draft.secret}
                    onChange={set("secret")}
                    autoComplete="new-password"
                  />
                </Field>
              )}
            </div>
            {draft.scheme === "https" && (
              <Checkbox
                label="Take any certificate"
                hint="Not for what crosses a network that others use."
                checked={draft.skipVerify}
                onCheckedChange={(checked) => setDraft({ ...draft, skipVerify: checked === true })}
              />
            )}
          </>
        ) : (
          <Field
            label={job ? "As Prometheus writes it" : "Paste scrape_configs of a prometheus.yml"}
            hint="Static lists, files, relabelling, limits, TLS, client certificates and authorisation are understood; <secret> keeps the one there is."
          >
            <Textarea
              value={text}
              onChange={(event) => setText(event.target.value)}
              rows={14}
              spellCheck={false}
              className="font-mono text-log"
            />
          </Field>
        )}
        {change.error && (
          <Notice tone="error" role="alert">
            {change.error.message}
            {change.error.fields.map(({ path, message }) => (
              <span key={path} className="block text-dense">
                {path}: {message}
              </span>
            ))}
          </Notice>
        )}
        <p className="text-dense text-ink-3">
          {allowedCidrs.length > 0
            ? `Public addresses can be reached, and what the operator allows: ${allowedCidrs.join(", ")}.`
            : "Only public addresses can be reached. The operator allows private ones by setting TRIOPS_SCRAPE_CIDRS, such as 10.0.0.0/8, for web and worker."}
        </p>
        {tried !== null && (
          <PreviewResult key={tried} ask={{ yaml: tried, ...(job ? { id: job.id } : {}) }} />
        )}
      </FieldGroup>
    </Dialog>
  );
}
