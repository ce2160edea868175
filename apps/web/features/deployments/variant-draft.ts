/** What a form holds of a variant that is to be added. */
export type VariantDraft = {
  kind: "onnx" | "server";
  model: string;
  /** "version:3", "alias:champion", or empty while nothing is chosen. */
  choice: string;
  /** Of an outside server, whose versions are its own words. */
  outsideVersion: string;
  protocol: "oip" | "mlflow";
  url: string;
  headerName: string;
  headerValue: string;
};

export const emptyVariant: VariantDraft = {
  kind: "onnx",
  model: "",
  choice: "",
  outsideVersion: "",
  protocol: "oip",
  url: "",
  headerName: "",
  headerValue: "",
};

/** The part of the API's variant that the draft decides; what is missing is left to the API to refuse. */
export function variantBody(draft: VariantDraft): Record<string, unknown> {
  const [how, ...rest] = draft.choice.split(":");
  const named = rest.join(":");
  if (draft.kind === "server") {
    const headers =
      draft.headerName.trim() === "" ? undefined : { [draft.headerName.trim()]: draft.headerValue };
    return {
      model: draft.model.trim(),
      ...(draft.outsideVersion.trim() === "" ? {} : { version: draft.outsideVersion.trim() }),
      serve: {
        kind: "server",
        protocol: draft.protocol,
        url: draft.url.trim(),
        ...(headers ? { headers } : {}),
      },
    };
  }
  return {
    model: draft.model.trim(),
    ...(how === "version" ? { version: named } : {}),
    ...(how === "alias" ? { alias: named } : {}),
    serve: { kind: "onnx" },
  };
}

/** What must be filled before it can be sent, or undefined. */
export function missingIn(draft: VariantDraft): string | undefined {
  if (draft.model.trim() === "") return "Choose a model";
  if (draft.kind === "onnx") return draft.choice === "" ? "Choose a version or an alias" : undefined;
  return draft.url.trim() === "" ? "Give the server's address" : undefined;
}
