"use client";
import { Button, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Checkbox } from "@triops/ui/checkbox";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import { Plus, Trash2 } from "lucide-react";
import { emptyTool, type MockTool } from "./board.ts";
import { readTools } from "./cells.ts";

type ToolsCardProps = { tools: readonly MockTool[]; onChange: (tools: MockTool[]) => void };

/** Tools that every column may call, with what they answer here. */
export function ToolsCard({ tools, onChange }: ToolsCardProps) {
  const fault = readTools(tools).fault;
  const put = (at: number, change: Partial<MockTool>) =>
    onChange(tools.map((tool, i) => (i === at ? { ...tool, ...change } : tool)));
  return (
    <Card
      title="Tools"
      aside={tools.length === 0 ? "None: models answer with text only" : (fault ?? undefined)}
      actions={
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          onClick={() => onChange([...tools, emptyTool()])}
        >
          Tool
        </Button>
      }
    >
      {tools.length > 0 && (
        <ul className="flex flex-col gap-4">
          {tools.map((tool, at) => (
            <li key={tool.id} className="grid min-w-0 gap-2 lg:grid-cols-4">
              <Field label="Name">
                <Input
                  mono
                  value={tool.name}
                  maxLength={64}
                  placeholder="get_weather"
                  onChange={(event) => put(at, { name: event.target.value })}
                />
              </Field>
              <Field label="What it is for">
                <Textarea
                  rows={1}
                  className="min-h-control"
                  value={tool.description}
                  placeholder="Weather of a city today"
                  onChange={(event) => put(at, { description: event.target.value })}
                />
              </Field>
              <Field label="Parameters" aside="JSON Schema">
                <Textarea
                  mono
                  rows={1}
                  className="min-h-control"
                  value={tool.parameters}
                  onChange={(event) => put(at, { parameters: event.target.value })}
                />
              </Field>
              <div className="flex min-w-0 items-start gap-1">
                <div className="flex min-w-0 flex-1 flex-col gap-1">
                  <Field label="Mock result">
                    <Textarea
                      mono
                      rows={1}
                      className="min-h-control"
                      value={tool.mock}
                      disabled={!tool.mocked}
                      placeholder='{"degrees": 21}'
                      onChange={(event) => put(at, { mock: event.target.value })}
                    />
                  </Field>
                  <Checkbox
                    label="Answer with it"
                    checked={tool.mocked}
                    onCheckedChange={(mocked) => put(at, { mocked })}
                  />
                </div>
                <IconButton
                  size="sm"
                  variant="ghost"
                  className="mt-6"
                  label={`Remove tool ${tool.name || at + 1}`}
                  icon={<Trash2 aria-hidden="true" />}
                  onClick={() => onChange(tools.toSpliced(at, 1))}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
