import { brotli } from "./brotli.ts";
import { clientBoundary } from "./client-boundary.ts";
import { environment } from "./environment.ts";
import { innerHtml } from "./inner-html.ts";
import { outgoingRequests } from "./outgoing-requests.ts";
import { ownPackage } from "./own-package.ts";
import { rawSql } from "./raw-sql.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { requestJson } from "./request-json.ts";
import type { Rule } from "./rule.ts";
import { shellCommands } from "./shell-commands.ts";

export const sourceRules: readonly Rule[] = [
  brotli,
  clientBoundary,
  environment,
  innerHtml,
  outgoingRequests,
  ownPackage,
  rawSql,
  regularExpressions,
  requestJson,
  shellCommands,
];
