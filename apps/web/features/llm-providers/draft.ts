import {
  azureApiVersion,
  kindsOfProviders,
  type ProviderDialect,
  type ProviderKind,
  providerKinds,
} from "@triops/domains/llm-providers/rules";
import type { Provider } from "@triops/domains/llm-providers/schemas";

export type ProviderDraft = {
  name: string;
  kind: ProviderKind;
  dialect: ProviderDialect;
  baseUrl: string;
  credential: string;
  /** `Name: value`, one a line. */
  headers: string;
  apiVersion: string;
  priceProvider: string;
};

export const kindOptions = providerKinds.map((value) => ({ value, label: kindsOfProviders[value].title }));

export const emptyProvider = (): ProviderDraft => ofKind("openai", "");

/** Another kind brings its own address and price name; a name that was typed stays. */
export const ofKind = (kind: ProviderKind, name: string): ProviderDraft => ({
  name,
  kind,
  dialect: kindsOfProviders[kind].dialect,
  baseUrl: kindsOfProviders[kind].baseUrl ?? "",
  credential: "",
  headers: "",
  apiVersion: azureApiVersion,
  priceProvider: kindsOfProviders[kind].priceProvider ?? "",
});

export const draftOfProvider = (provider: Provider): ProviderDraft => ({
  name: provider.name,
  kind: provider.kind,
  dialect: provider.dialect,
  baseUrl: provider.baseUrl,
  credential: "",
  headers: "",
  apiVersion: provider.apiVersion ?? azureApiVersion,
  priceProvider: provider.priceProvider ?? "",
});

/** An object of headers, or undefined when a line has no colon. */
export function headersIn(text: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const at = line.indexOf(":");
    if (at <= 0) return undefined;
    headers[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return headers;
}

/** Whether secrets must be given again: they were given for the address that is there. */
export const addressMoved = (draft: ProviderDraft, provider: Provider): boolean =>
  draft.baseUrl.trim().replace(/\/+$/, "") !== provider.baseUrl;

/** What keeps the form from being saved, or null. */
export function missingInProvider(draft: ProviderDraft, provider: Provider | undefined): string | null {
  const { needsCredential } = kindsOfProviders[draft.kind];
  if (draft.name.trim() === "") return "Give it a name";
  if (draft.baseUrl.trim() === "") return "Say where it listens";
  if (headersIn(draft.headers) === undefined) return "Headers are written as Name: value, one a line";
  const given = draft.credential.trim() !== "";
  if (provider === undefined) return needsCredential && !given ? "It needs a key" : null;
  if (provider.hasCredential && addressMoved(draft, provider) && !given)
    return "Another address needs the key given again";
  return null;
}

/** For a provider that exists, secrets are sent only when they were typed: nobody can read them back. */
export function bodyOfProvider(
  draft: ProviderDraft,
  provider: Provider | undefined,
  test: "require" | "note",
): Record<string, unknown> {
  const credential = draft.credential.trim();
  const headers = headersIn(draft.headers) ?? {};
  const hasHeaders = Object.keys(headers).length > 0;
  const both = {
    name: draft.name.trim(),
    baseUrl: draft.baseUrl.trim(),
    priceProvider: draft.priceProvider.trim() || null,
    ...(draft.kind === "azure-openai" ? { apiVersion: draft.apiVersion.trim() } : {}),
    ...(hasHeaders ? { headers } : {}),
    ...(credential === "" ? {} : { credential }),
    test,
  };
  if (provider) return { ...both, revision: provider.revision };
  return {
    ...both,
    kind: draft.kind,
    ...(draft.kind === "demonstration" ? { dialect: draft.dialect } : {}),
  };
}
