import type { Route, Surface } from "@triops/domains/api";
import { z } from "zod";

type Schema = {
  type?: string;
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
};
type ObjectSchema = { properties: Record<string, Schema>; required: string[] };

/** One field as the readable page shows it. */
export type Field = { name: string; type: string; required: boolean; description: string; place: Place };
type Place = "path" | "query" | "body";

export type Operation = {
  id: string;
  method: Route["method"];
  path: string;
  summary: string;
  permission: string;
  status: number;
  fields: Field[];
  input: ObjectSchema;
  output: Schema;
};
export type Chapter = { noun: string; title: string; description: string; operations: Operation[] };

/** The register as a description of the API: for the OpenAPI document and the readable page alike. */
export function describeApi(surfaces: readonly Surface[]): Chapter[] {
  return surfaces.map(({ noun, title, description, routes }) => ({
    noun,
    title,
    description,
    operations: routes.map(describeRoute),
  }));
}

function describeRoute(route: Route): Operation {
  const input = jsonSchema(route.verb.input as z.ZodType, "input") as Partial<ObjectSchema>;
  const shape = { properties: input.properties ?? {}, required: input.required ?? [] };
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const otherwise: Place = route.method === "GET" ? "query" : "body";
  return {
    id: route.verb.name,
    method: route.method,
    path: route.path,
    summary: route.summary,
    permission: route.verb.permission,
    status: route.status ?? 200,
    input: shape,
    output: jsonSchema(route.verb.output as z.ZodType, "output"),
    fields: Object.entries(shape.properties).map(([name, schema]) => ({
      name,
      type: typeText(schema),
      required: shape.required.includes(name),
      description: schema.description ?? "",
      place: inPath.has(name) ? "path" : otherwise,
    })),
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as Schema;
}

/** A schema in a few words: `string`, `"open" | "resolved"`, `string[]`, `uuid`. */
export function typeText(schema: Schema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((item) => JSON.stringify(item)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeText))].join(" | ");
  if (schema.type === "array") return `${typeText(schema.items ?? {})}[]`;
  return schema.format ?? schema.type ?? "any";
}

/** OpenAPI 3.1, whose schemas are JSON Schema 2020-12: what zod writes fits as it is. */
export function openApiDocument(chapters: readonly Chapter[], webUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const chapter of chapters) {
    for (const operation of chapter.operations) {
      const path = paths[operation.path] ?? {};
      path[operation.method.toLowerCase()] = operationObject(chapter.noun, operation);
      paths[operation.path] = path;
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Triops", version: "1", description: "The JSON API. Ids are UUIDv7, times ISO-8601 UTC." },
    servers: [{ url: `${webUrl}/api/v1` }],
    security: [{ bearer: [] }, { basic: [] }, { header: [] }],
    tags: chapters.map(({ noun, title, description }) => ({ name: noun, "x-title": title, description })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key" },
        basic: { type: "http", scheme: "basic", description: "The API key as password, any user name" },
        header: { type: "apiKey", in: "header", name: "X-Triops-Key" },
      },
      schemas: { Error: errorSchema },
      responses: {
        Error: {
          description: "What went wrong",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
    },
  };
}

const text = { type: "string" };
const errorSchema = {
  type: "object",
  required: ["meta", "error"],
  properties: {
    meta: { type: "object", required: ["requestId"], properties: { requestId: text } },
    error: {
      type: "object",
      required: ["code", "title", "detail"],
      properties: {
        code: text,
        title: text,
        detail: text,
        fields: {
          type: "array",
          items: { type: "object", required: ["path", "message"], properties: { path: text, message: text } },
        },
      },
    },
  },
};

function operationObject(noun: string, operation: Operation): object {
  const { fields, input } = operation;
  const parameters = fields
    .filter(({ place }) => place !== "body")
    .map(({ name, place, required, description }) => ({
      name,
      in: place,
      required: place === "path" || required,
      ...(description ? { description } : {}),
      schema: input.properties[name],
    }));
  const body = fields.filter(({ place }) => place === "body");
  const idempotency = { name: "Idempotency-Key", in: "header", required: false, schema: text };
  return {
    operationId: operation.id,
    tags: [noun],
    summary: operation.summary,
    "x-permission": operation.permission,
    parameters: operation.method === "GET" ? parameters : [...parameters, idempotency],
    ...(body.length > 0
      ? {
          requestBody: {
            required: body.some(({ required }) => required),
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: Object.fromEntries(body.map(({ name }) => [name, input.properties[name]])),
                  required: body.filter(({ required }) => required).map(({ name }) => name),
                },
              },
            },
          },
        }
      : {}),
    responses: {
      [operation.status]: {
        description: "Done",
        content: { "application/json": { schema: operation.output } },
      },
      default: { $ref: "#/components/responses/Error" },
    },
  };
}
