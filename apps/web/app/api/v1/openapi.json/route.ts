import { openApiDocument } from "../../../../api/openapi.ts";
import { api } from "../../../../server/api.ts";
import { web } from "../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json(openApiDocument(api().chapters, web().runtime.webUrl), {
    headers: { "cache-control": "public, max-age=60" },
  });
}
