import { type ChildProcess, spawn } from "node:child_process";
import { childEnv } from "./env.ts";

/**
 * Postgres and Redis do not notice that their starter is gone. A shell of about 1 MB waits on a pipe from us; when
 * the pipe closes, whatever the reason, it ends the server. Told "done" first, it ends without touching anything.
 */
const SCRIPT = `trap '' INT TERM HUP
if read -r word && [ "$word" = done ]; then exit 0; fi
kill -"$1" "$2" 2>/dev/null
n=0
while kill -0 "$2" 2>/dev/null; do
  n=$((n+1)); [ "$n" -gt 60 ] && kill -9 "$2" 2>/dev/null; [ "$n" -gt 80 ] && exit 0
  sleep 0.1
done`;

/** Ends `child` with `signal` if this process dies without stopping it. */
export function guard(child: ChildProcess, signal: "INT" | "TERM"): void {
  if (child.pid === undefined) return;
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "triops-guard", signal, String(child.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: childEnv({ PATH: "/usr/bin:/bin" }),
  });
  shell.on("error", () => {}); // no shell: the server then needs the orphan check of the next start
  shell.stdin?.on("error", () => {});
  shell.unref();
  child.once("exit", () => shell.stdin?.end("done\n"));
}
