import { handleLangfuse } from "../../../../../../api/langfuse/handler.ts";

export const dynamic = "force-dynamic";

export { handleLangfuse as DELETE, handleLangfuse as GET, handleLangfuse as PATCH, handleLangfuse as POST };
