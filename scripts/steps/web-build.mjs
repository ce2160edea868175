import { existsSync } from "node:fs";
import { join } from "node:path";
import { runOrFail } from "./child.mjs";
import { fingerprint, forget, isNoted, note } from "./fingerprint.mjs";
import { root } from "./paths.mjs";
import { step } from "./report.mjs";

/** Packages whose sources end up in the web app's bundle or on its server. */
const sources = ["apps/web", "packages", "prisma/schema", "pnpm-lock.yaml"];

function changesTheBuild(path) {
  const name = path.slice(root.length);
  if (/\.(test|spec)\.tsx?$|\.md$|\.tsbuildinfo$|\/next-env\.d\.ts$/.test(name)) return false;
  return !/^\/(apps\/web\/e2e|packages\/(config|embedded|testing|database\/generated))\//.test(name);
}

/** Builds the dashboard when anything in it changed since the last finished build. */
export async function ensureWebBuild() {
  await step("building the web app", async () => {
    const print = fingerprint(
      sources.map((name) => join(root, name)),
      { wanted: changesTheBuild },
    );
    const web = join(root, "apps", "web");
    if (isNoted("web-build", print) && existsSync(join(web, ".next", "BUILD_ID"))) return "web app unchanged";
    forget("web-build");
    await runOrFail(join(web, "node_modules", ".bin", "next"), ["build"], {
      cwd: web,
      env: { NODE_ENV: "production" },
      sentence: "The web app could not be built.",
      remedy: "The lines above name the file and the line to mend.",
    });
    note("web-build", print);
    return "web app built";
  });
}
