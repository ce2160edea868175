import { handleLangfuse } from "../../../../api/langfuse/handler.ts";

export const dynamic = "force-dynamic";

export { handleLangfuse as GET };
