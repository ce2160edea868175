"use client";
import { Button, ButtonLink, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Checkbox } from "@triops/ui/checkbox";
import { Combobox } from "@triops/ui/combobox";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { Switch } from "@triops/ui/switch";
import { Tabs } from "@triops/ui/tabs";
import { Textarea } from "@triops/ui/textarea";
import { Check, Plus, Settings, Trash2 } from "lucide-react";
import { useState } from "react";
import { Row, Section } from "./section.tsx";

const ROLES = [
  { value: "viewer", label: "Viewer" },
  { value: "editor", label: "Editor" },
  { value: "admin", label: "Admin" },
] as const;
const METRICS = Array.from({ length: 400 }, (_, index) => ({
  value: `system.metric.number_${index}`,
  group: index < 200 ? "system" : "process",
  hint: index % 3 === 0 ? "gauge" : "sum",
}));

export function ControlsSection() {
  const [metric, setMetric] = useState<string | null>(null);
  const [mode, setMode] = useState<"all" | "open" | "closed">("open");
  return (
    <Section title="Controls">
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Buttons">
          <div className="flex flex-col gap-3">
            <Row>
              <Button variant="primary" icon={<Plus aria-hidden="true" />}>
                Create monitor
              </Button>
              <Button>Secondary</Button>
              <Button variant="ghost">Ghost</Button>
              <Button variant="danger" icon={<Trash2 aria-hidden="true" />}>
                Revoke
              </Button>
              <ButtonLink href="/design">A link</ButtonLink>
            </Row>
            <Row>
              <Button variant="primary" loading>
                Saving
              </Button>
              <Button disabledReason="Viewers cannot change monitors">With a reason</Button>
              <Button variant="primary" disabled>
                Disabled
              </Button>
              <Button size="sm">Small</Button>
              <Button size="lg">Large</Button>
              <IconButton label="Settings" icon={<Settings aria-hidden="true" />} />
              <IconButton label="Done" icon={<Check aria-hidden="true" />} variant="secondary" size="sm" />
            </Row>
            <Segmented
              label="Which"
              value={mode}
              onValueChange={setMode}
              options={[
                { value: "all", label: "All" },
                { value: "open", label: "Open" },
                { value: "closed", label: "Closed" },
              ]}
            />
            <Tabs
              label="Parts"
              items={[
                { value: "overview", label: "Overview", content: <p>What matters first.</p> },
                { value: "alerts", label: "Alerts", count: 12, content: <p>Twelve alerts.</p> },
                { value: "changes", label: "Changes", content: <p>Nothing changed.</p> },
              ]}
            />
          </div>
        </Card>
        <Card title="Form">
          <FieldGroup>
            <Field label="Name" hint="Shown in lists and messages." required>
              <Input placeholder="CPU of web-1" />
            </Field>
            <Field label="Threshold" error="Enter a number above zero" aside="percent">
              <Input type="number" defaultValue="-4" suffix="%" />
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label="Role">
                <Select options={ROLES} defaultValue="editor" />
              </Field>
              <Field label="Metric">
                <Combobox
                  options={METRICS}
                  value={metric}
                  onValueChange={setMetric}
                  mono
                  placeholder="Choose a metric"
                />
              </Field>
            </div>
            <Field label="Note">
              <Textarea placeholder="What should the person on call do?" />
            </Field>
            <Field label="Read only">
              <Input readOnly value="https://triops.example/api" />
            </Field>
            <Checkbox label="Notify the owner" hint="By e-mail, once." defaultChecked />
            <Checkbox label="Some of them" checked="indeterminate" />
            <Checkbox label="Not possible" disabled />
            <Switch label="Monitor is on" hint="Evaluated every minute." defaultChecked />
            <Switch label="Off" />
          </FieldGroup>
        </Card>
      </div>
    </Section>
  );
}
