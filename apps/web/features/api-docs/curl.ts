import type { Field, Operation } from "../../api/openapi.ts";

/** A call to paste into a shell, with the reader's own address; the key is theirs to fill in. */
export function curlOf(webUrl: string, operation: Operation): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => `$${name.toUpperCase()}`);
  const lines = [`curl -H "authorization: Bearer $TRIOPS_KEY"`];
  if (operation.method !== "GET") lines[0] += ` -X ${operation.method}`;
  const body = operation.fields.filter(({ place, required }) => place === "body" && required);
  if (operation.fields.some(({ place }) => place === "body")) {
    const example = Object.fromEntries(body.map((field) => [field.name, exampleOf(field)]));
    lines.push(`-H "content-type: application/json"`, `-d '${JSON.stringify(example)}'`);
  }
  lines.push(`"${webUrl}/api/v1${path}"`);
  return lines.join(" \\\n  ");
}

function exampleOf({ type, name }: Field): unknown {
  if (type.endsWith("[]")) return type.startsWith('"') ? [firstChoice(type)] : [];
  if (type.startsWith('"')) return firstChoice(type);
  if (type.includes("date-time")) return "2027-01-01T00:00:00Z";
  if (type === "integer" || type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "email") return "somebody@example.com";
  if (type === "object" || type === "any") return {};
  return `a ${name}`;
}

const firstChoice = (type: string): string =>
  type.split(" | ")[0]?.replaceAll('"', "").replace("[]", "") ?? "";
