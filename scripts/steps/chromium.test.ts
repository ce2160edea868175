import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureChromium } from "./chromium.mjs";

let folder: string;

function plant(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triops-chromium-"));
  vi.stubEnv("PATH", folder);
  vi.stubEnv("CHROMIUM_PATH", "");
  vi.spyOn(console, "log").mockImplementation(() => {});
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(process.platform === "linux")("finding Chromium", () => {
  it("takes the one that CHROMIUM_PATH names", async () => {
    const chosen = plant("my-browser", "exit 0");
    vi.stubEnv("CHROMIUM_PATH", chosen);
    expect(await ensureChromium()).toBe(chosen);
  });

  it("refuses a CHROMIUM_PATH that is no program", async () => {
    vi.stubEnv("CHROMIUM_PATH", join(folder, "missing"));
    await expect(ensureChromium()).rejects.toThrow("is no program");
  });

  it("takes one from the PATH", async () => {
    const installed = plant("chromium", "exit 0");
    expect(await ensureChromium()).toBe(installed);
  });

  it("installs one with the system's package manager, after refreshing its lists", async () => {
    plant("sudo", `shift; exec "$@"`);
    plant(
      "apt-get",
      `echo "$1" >> ${folder}/calls
       [ "$1" = install ] || exit 0
       printf '#!/bin/sh\\n' > ${folder}/chromium
       /bin/chmod 755 ${folder}/chromium`,
    );
    expect(await ensureChromium()).toBe(join(folder, "chromium"));
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("update\ninstall\n");
  });

  it("says what failed and what to do when the package manager fails", async () => {
    plant("sudo", `shift; exec "$@"`);
    plant("apt-get", `echo "no such mirror"; exit 100`);
    await expect(ensureChromium()).rejects.toMatchObject({
      message: expect.stringContaining("no such mirror"),
      remedy: expect.stringContaining("CHROMIUM_PATH"),
    });
  });

  it("says what to do where no package manager is known", async () => {
    await expect(ensureChromium()).rejects.toThrow("no known package manager");
  });
});
