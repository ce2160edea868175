"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Prompt } from "@triops/domains/prompts/schemas";
import { ButtonLink } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { PageBody } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { Snippet } from "@triops/ui/snippet";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { paths } from "../../shell/paths.ts";
import { routePages } from "../llm-routes/reads.ts";
import { versionByNumber } from "./reads.ts";
import { referenceSnippet, type SnippetLanguage, snippetLanguages } from "./snippets.ts";
import { variablesIn } from "./variables.ts";

const addressParsers = {
  language: parseAsStringLiteral(snippetLanguages.map(({ value }) => value)).withDefault("openai-js"),
  which: parseAsString.withDefault(""),
};

/** How programs get this prompt, with the reader's own addresses and the prompt's own variables. */
export function CodeView({ prompt }: { prompt: Prompt }) {
  const { webUrl, gatewayUrl } = useMe();
  const [{ language, which }, setAddress] = useQueryStates(addressParsers);
  const routes = useInfiniteQuery(routePages({}));
  const labels = [...prompt.labels.map(({ label }) => label), "latest"];
  const label = labels.includes(which) ? which : (labels[0] ?? "latest");
  const number = prompt.labels.find((one) => one.label === label)?.version ?? prompt.latest?.version ?? null;
  const version = useQuery({ ...versionByNumber(prompt.name, number ?? 0), enabled: number !== null });
  const variables = version.data
    ? variablesIn(version.data.template, version.data.declaredVariables).variables
    : [];
  const model = version.data?.config.model;
  const route = typeof model === "string" ? model : (routes.data?.pages[0]?.data[0]?.name ?? "your-route");
  const values = Object.fromEntries(
    variables.map(({ name, type }) => [
      name,
      type === "messages"
        ? []
        : type === "number" || type === "integer"
          ? 1
          : type === "boolean"
            ? true
            : `<${name}>`,
    ]),
  );
  return (
    <PageBody className="pt-4">
      <Card
        title="Call it from a program"
        actions={
          <Select
            aria-label="Label"
            options={labels.map((value) => ({ value, label: value }))}
            value={label}
            onValueChange={(value) => void setAddress({ which: value })}
            className="w-40"
          />
        }
      >
        <div className="flex min-w-0 flex-col gap-3">
          <div className="overflow-x-auto">
            <Segmented
              size="sm"
              label="Language"
              options={snippetLanguages}
              value={language}
              onValueChange={(value: SnippetLanguage) => void setAddress({ language: value })}
            />
          </div>
          <Snippet
            label="Call this prompt"
            code={referenceSnippet(language, {
              webUrl,
              gatewayUrl,
              name: prompt.name,
              type: prompt.type,
              label,
              version: null,
              route,
              values,
              placeholders: variables.filter(({ type }) => type === "messages").map(({ name: one }) => one),
              parameters: {},
            })}
          />
          <p className="max-w-prose text-body text-ink-3">
            {language.startsWith("langfuse")
              ? "Langfuse's clients keep a fetched version for a minute and fall back to it when Triops is away."
              : "The gateway fills the version in and records which one answered, so that cost and quality are known per version."}
          </p>
          <div>
            <ButtonLink variant="ghost" href={paths.apiKeys()}>
              Make an API key
            </ButtonLink>
          </div>
        </div>
      </Card>
    </PageBody>
  );
}
