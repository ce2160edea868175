import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { LangfuseClient } from "@langfuse/client";
import type { Client } from "./steps.ts";
import type { World } from "./world.ts";

const folder = join(import.meta.dirname, "..", ".venv", "langfuse");
const version = "3";

/** A Python with Langfuse's client, made once and kept beside the benches (not in Git). */
function pythonWithLangfuse(): string {
  const python = join(folder, "bin", "python");
  if (!existsSync(join(folder, "ready"))) {
    console.log("Making a virtual environment with langfuse; this takes a minute once.");
    execFileSync("python3", ["-m", "venv", "--clear", folder], { stdio: "inherit" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", `langfuse>=${version}`], { stdio: "inherit" });
    execFileSync("touch", [join(folder, "ready")]);
  }
  return python;
}

/** Prompts of this run: the workspace keeps them, and the next run has names of its own. */
const nameOf = (world: World, client: string) => `conformance/${client}-${world.run}`;

/** Langfuse's own client for JavaScript, as far as it fetches and writes prompts. */
const javascript: Client = {
  name: "langfuse prompts (JavaScript)",
  async run(world, steps) {
    const clientAt = (baseUrl: string) =>
      new LangfuseClient({ publicKey: "any", secretKey: world.apiKey, baseUrl, timeout: 30 });
    const web = clientAt(world.webUrl);
    const gateway = clientAt(world.gatewayUrl);
    const name = nameOf(world, "js");
    const fresh = { cacheTtlSeconds: 0 };
    await steps.step("creates a text prompt with label, tags and settings", async () => {
      const made = await web.prompt.create({
        name,
        prompt: "Hello {{name}}",
        labels: ["production"],
        tags: ["conformance"],
        config: { model: "any" },
      });
      assert.equal(made.version, 1);
    });
    await steps.step("fetches and renders it", async () => {
      const got = await web.prompt.get(name, fresh);
      assert.equal(got.compile({ name: "Ann" }), "Hello Ann");
      assert.deepEqual(got.config, { model: "any" });
    });
    await steps.step("creates and renders a chat with a placeholder", async () => {
      await web.prompt.create({
        name: `${name}/chat`,
        type: "chat",
        prompt: [
          { role: "system", content: "Be {{tone}}" },
          { type: "placeholder", name: "history" },
        ] as never,
      });
      const got = await web.prompt.get(`${name}/chat`, { ...fresh, type: "chat", label: "latest" });
      const history = [{ role: "user", content: "Hi" }];
      assert.deepEqual(got.compile({ tone: "kind" }, { history }), [
        { role: "system", content: "Be kind" },
        ...history,
      ]);
    });
    await steps.step("adds a version and moves a label", async () => {
      await web.prompt.create({ name, prompt: "Good day {{name}}" });
      await web.prompt.update({ name, version: 2, newLabels: ["staging"] });
      assert.equal((await web.prompt.get(name, { ...fresh, label: "staging" })).version, 2);
      assert.equal((await web.prompt.get(name, fresh)).version, 1);
    });
    await steps.step("is told where to ask for a protected label", async () => {
      const moved = web.prompt.update({ name, version: 2, newLabels: ["production"] });
      await assert.rejects(moved, (error: unknown) => {
        const { statusCode, body } = error as { statusCode?: number; body?: { message?: string } };
        return statusCode === 403 && Boolean(body?.message?.includes("request=production"));
      });
    });
    await steps.step("falls back where there is no prompt", async () => {
      const got = await web.prompt.get(`${name}/none`, { fallback: "spare {{x}}", maxRetries: 0 });
      assert.equal(got.compile({ x: "tyre" }), "spare tyre");
    });
    await steps.step("fetches the same from the gateway within a second of the change", async () => {
      await web.prompt.create({ name, prompt: "Third", labels: ["staging"] });
      await sleep(1_000);
      assert.equal((await gateway.prompt.get(name, { ...fresh, label: "staging" })).version, 3);
      assert.equal((await gateway.prompt.get(name, fresh)).prompt, "Hello {{name}}");
    });
  },
};

type Line = { step: string; ok: boolean; said?: string };

/** Langfuse's own client for Python. */
const python: Client = {
  name: "langfuse prompts (Python)",
  async run(world, steps) {
    const child = spawn(pythonWithLangfuse(), [join(import.meta.dirname, "langfuse_prompts.py")], {
      stdio: ["ignore", "pipe", "ignore"],
      env: {
        ...process.env,
        SECRET: world.apiKey,
        WEB_URL: world.webUrl,
        GATEWAY_URL: world.gatewayUrl,
        PROMPT: nameOf(world, "python"),
      },
    });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    for await (const text of createInterface({ input: child.stdout })) {
      const line = JSON.parse(text) as Line;
      await steps.step(line.step, async () => {
        if (!line.ok) throw new Error(line.said);
      });
    }
    await steps.step("the program ran to its end", async () => {
      const code = await ended;
      if (code !== 0) throw new Error(`exit code ${code}`);
    });
  },
};

export const langfusePrompts: readonly Client[] = [javascript, python];
