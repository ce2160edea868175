"use client";
import { Button, IconButton } from "@triops/ui/button";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { type Draft, type Item, isMessage, moved, newKey, roles } from "./draft.ts";
import { PromptText } from "./prompt-text.tsx";

type TemplateFieldsProps = {
  draft: Pick<Draft, "type" | "text" | "items">;
  onChange: (change: Partial<Draft>) => void;
  onRun?: () => void;
  /** Before each label, where several templates stand on one page: "Column A". */
  within?: string;
  readOnly?: boolean;
};

/** The text of a text prompt; the messages and placeholders of a chat prompt. */
export function TemplateFields({ draft, onChange, onRun, within, readOnly = false }: TemplateFieldsProps) {
  const named = (label: string) => (within ? `${within}, ${label.toLowerCase()}` : label);
  const running = onRun ? { onRun } : {};
  if (draft.type === "text")
    return (
      <PromptText
        {...running}
        label={named("Template")}
        value={draft.text}
        readOnly={readOnly}
        placeholder="Summarise for {{audience}}: {{text}}"
        onChange={(text) => onChange({ text })}
      />
    );
  const { items } = draft;
  const put = (at: number, item: Item) => onChange({ items: items.with(at, item) });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ol className="flex min-w-0 flex-col gap-3">
        {items.map((item, at) => (
          <li key={item.key} className="flex min-w-0 flex-col gap-1">
            <div className="flex items-center gap-1">
              {isMessage(item) ? (
                <Select
                  aria-label={named(`Role of message ${at + 1}`)}
                  options={roleOptions(item.role)}
                  value={item.role}
                  disabled={readOnly}
                  onValueChange={(role) => put(at, { ...item, role })}
                  className="w-32"
                />
              ) : (
                <span className="text-body font-medium text-ink-2">Placeholder</span>
              )}
              {!readOnly && (
                <span className="ml-auto flex items-center">
                  <IconButton
                    size="sm"
                    variant="ghost"
                    label={named(`Move message ${at + 1} up`)}
                    icon={<ArrowUp aria-hidden="true" />}
                    disabledReason={at === 0 ? "It is the first" : undefined}
                    onClick={() => onChange({ items: moved(items, at, at - 1) })}
                  />
                  <IconButton
                    size="sm"
                    variant="ghost"
                    label={named(`Move message ${at + 1} down`)}
                    icon={<ArrowDown aria-hidden="true" />}
                    disabledReason={at === items.length - 1 ? "It is the last" : undefined}
                    onClick={() => onChange({ items: moved(items, at, at + 1) })}
                  />
                  <IconButton
                    size="sm"
                    variant="ghost"
                    label={named(`Remove message ${at + 1}`)}
                    icon={<Trash2 aria-hidden="true" />}
                    disabledReason={items.length === 1 ? "A chat prompt has at least one message" : undefined}
                    onClick={() => onChange({ items: items.toSpliced(at, 1) })}
                  />
                </span>
              )}
            </div>
            {isMessage(item) ? (
              <PromptText
                {...running}
                label={named(`Message ${at + 1}, ${item.role}`)}
                value={item.content}
                readOnly={readOnly}
                placeholder={item.role === "user" ? "{{question}}" : "You answer in one sentence."}
                onChange={(content) => put(at, { ...item, content })}
              />
            ) : (
              <Input
                aria-label={named(`Placeholder ${at + 1}`)}
                value={item.placeholder}
                readOnly={readOnly}
                maxLength={200}
                placeholder="history"
                onChange={(event) => put(at, { ...item, placeholder: event.target.value })}
              />
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            icon={<Plus aria-hidden="true" />}
            onClick={() =>
              onChange({ items: [...items, { key: newKey(), role: nextRole(items), content: "" }] })
            }
          >
            Message
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus aria-hidden="true" />}
            onClick={() => onChange({ items: [...items, { key: newKey(), placeholder: "history" }] })}
          >
            Placeholder for messages
          </Button>
        </div>
      )}
    </div>
  );
}

const roleOptions = (role: string) =>
  [...new Set([...roles, role])].map((value) => ({ value, label: value }));

function nextRole(items: readonly Item[]): string {
  const last = items.findLast(isMessage);
  return last?.role === "user" ? "assistant" : "user";
}
