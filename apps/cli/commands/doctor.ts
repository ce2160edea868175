import { checkHealth, checkPort } from "../checks/apps.ts";
import { type Finding, ok } from "../checks/finding.ts";
import { checkClock, checkDisk, checkMemory, checkNode } from "../checks/machine.ts";
import { checkSpool } from "../checks/spool.ts";
import { checkMigrations, checkStores } from "../checks/stores.ts";
import { type Command, parseCommand } from "../command.ts";
import { checkProduct } from "../doctor-product.ts";
import type { CliEnv } from "../env.ts";
import { readRunFile } from "../supervisor/run-file.ts";
import { existingStores, type StoreAddresses, withStores } from "../supervisor/with-stores.ts";

async function appFindings(env: CliEnv, dataDir: string): Promise<Finding[]> {
  const running = readRunFile(dataDir);
  if (!running) {
    return [
      ok("stack", "not running; the stores were started for this check"),
      await checkPort(env.TRIOPS_PORT, "the dashboard", "--port"),
      await checkPort(env.TRIOPS_GATEWAY_PORT, "the gateway", "--gateway-port"),
    ];
  }
  return [
    ok("stack", `running, process ${running.pid}`),
    await checkHealth("web", new URL("/api/health", running.webUrl).href),
    await checkHealth("gateway", new URL("/health", running.gatewayUrl).href),
  ];
}

async function storeFindings(stores: StoreAddresses): Promise<Finding[]> {
  const { findings, skewsMs } = await checkStores(stores);
  const migrations = await checkMigrations(stores);
  const product = migrations.state === "ok" ? await checkProduct(stores) : [];
  return [...findings, migrations, await checkClock(skewsMs), ...product];
}

async function run(args: string[]): Promise<number> {
  const { env, dataDir } = parseCommand(args);
  const findings: Finding[] = [
    checkNode(process.versions.node),
    checkMemory(),
    await checkDisk(dataDir),
    checkSpool(dataDir),
    ...(await appFindings(env, dataDir)),
  ];
  for (const name of Object.keys(existingStores(env)))
    findings.push(ok("stores", `${name} comes from the environment`));
  findings.push(...(await withStores(env, dataDir, storeFindings)));
  const marks = { ok: "✓", warn: "!", fail: "✗" };
  for (const finding of findings) {
    console.log(`${marks[finding.state]} ${finding.area.padEnd(11)} ${finding.text}`);
    if (finding.state !== "ok") console.log(`  ${"".padEnd(11)} → ${finding.remedy}`);
  }
  const failed = findings.filter((finding) => finding.state === "fail").length;
  console.log(failed === 0 ? "\nNothing is wrong." : `\n${failed} to repair.`);
  return failed === 0 ? 0 : 1;
}

export default {
  summary:
    "Checks versions, ports, stores, migrations, disk and clock, and says what to do about each finding.",
  usage: "doctor",
  run,
} satisfies Command;
