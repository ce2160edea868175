import { defineConfig } from "prisma/config";

// Used by the Prisma command line where internet is at hand; `triops migrate` needs none of it.
export default defineConfig({
  schema: "../../prisma/schema",
  migrations: { path: "../../prisma/migrations" },
});
