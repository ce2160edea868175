import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Whether a process runs a command that matches; false for one that ended, and for another program that the system
 * has since given the same number.
 */
export function runsCommand(pid, pattern) {
  try {
    const command = existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
      : execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
    return pattern.test(command);
  } catch {
    return false;
  }
}
