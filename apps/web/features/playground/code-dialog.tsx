"use client";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Segmented } from "@triops/ui/segmented";
import { Snippet } from "@triops/ui/snippet";
import { useState } from "react";
import { useMe } from "../../data/me.tsx";
import { templateOf } from "../prompts/draft.ts";
import {
  inlineSnippet,
  referenceSnippet,
  type SnippetLanguage,
  snippetLanguages,
} from "../prompts/snippets.ts";
import { valuesOf, variablesIn } from "../prompts/variables.ts";
import { type Board, type Column, isEdited } from "./board.ts";
import { configOf } from "./cells.ts";
import { filledMessages } from "./filled.ts";

/** What a program writes to get this column's answer. */
export function CodeDialog({
  board,
  column,
  onClose,
}: {
  board: Board;
  column: Column;
  onClose: () => void;
}) {
  const { webUrl, gatewayUrl } = useMe();
  const [language, setLanguage] = useState<SnippetLanguage>("openai-js");
  const { prompt, draft, target } = column;
  const byReference = prompt !== null && !isEdited(column);
  const template = templateOf(draft);
  const { variables } = variablesIn(template, draft.variables);
  const values = valuesOf(variables, board.inputs[0]?.values ?? {});
  const messages = byReference ? [] : filledMessages(template, variables, values);
  const { model, ...parameters } = configOf(board, column);
  const route = String(model || (target.kind === "route" ? target.route : target.model) || "your-route");
  const languages = byReference ? snippetLanguages : snippetLanguages.slice(0, 3);
  const shown = languages.some(({ value }) => value === language) ? language : "openai-js";
  const code =
    byReference && prompt
      ? referenceSnippet(shown, {
          webUrl,
          gatewayUrl,
          name: prompt.name,
          type: draft.type,
          label: null,
          version: prompt.version,
          route,
          values,
          placeholders: variables.filter(({ type }) => type === "messages").map(({ name }) => name),
          parameters,
        })
      : inlineSnippet(shown as "openai-js" | "openai-python" | "curl", {
          webUrl,
          gatewayUrl,
          route,
          parameters,
          messages: messages ?? [],
        });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Copy as code"
      description={
        byReference
          ? "The gateway fetches the version, fills it in and records who called it."
          : "It was edited, so it is sent whole. Save it as a version to call it by its name."
      }
      size="lg"
      footer={
        <Button variant="ghost" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="flex min-w-0 flex-col gap-3">
        <div className="overflow-x-auto">
          <Segmented
            size="sm"
            label="Language"
            options={languages}
            value={shown}
            onValueChange={(value) => setLanguage(value)}
          />
        </div>
        {messages === null ? (
          <Notice tone="warning">
            Other prompts are part of it, or it cannot be read. Save it as a version: the gateway puts the
            parts together.
          </Notice>
        ) : (
          <Snippet label="Code of this column" code={code} />
        )}
        {target.kind === "provider" && (
          <p className="text-body text-ink-3">
            Programs call routes, not providers: make a route that leads to this model, and name it instead.
          </p>
        )}
      </div>
    </Dialog>
  );
}
