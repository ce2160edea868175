import { answerPromptRuns } from "../../../../../api/prompt-runs.ts";
import { api } from "../../../../../server/api.ts";
import { web } from "../../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  const { runtime, live } = web();
  return answerPromptRuns(request, { runtime, live, authenticator: api().api.authenticator });
}
