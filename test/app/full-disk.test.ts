/** Where the output of the program goes there may be no room: `/dev/full` is such a place. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { freshDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { freePort } from "../setup/port.ts";
import { machineEnv } from "../stories/stage.ts";

const full = "/dev/full";
const program = path.join(import.meta.dirname, "..", "..", "bin", "hocvu.mjs");

/** Starts the program with stdout, or stderr, or both on the full disk. */
function startOn(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onFull: readonly ("stdout" | "stderr")[],
): ChildProcess {
  const disk = openSync(full, "w");
  const of = (name: "stdout" | "stderr") => (onFull.includes(name) ? disk : "pipe");
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ["ignore", of("stdout"), of("stderr")] });
  closeSync(disk);
  return child;
}

describe.runIf(existsSync(full))("on a full disk", () => {
  test("a program that cannot log goes on, and ends in order", async () => {
    await using database = await freshDatabase({ max: 1 });
    const port = await freePort();
    const env = {
      ...machineEnv(),
      DATABASE_URL: database.url,
      HOCVU_DEMO: "1",
      PORT: String(port),
      LOG_LEVEL: "trace",
    };
    const child = startOn(["up"], env, ["stdout", "stderr"]);
    try {
      const status = () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          (answer) => answer.status,
          () => 0,
        );
      await eventually("it is ready", async () => (await status()) === 200, 240_000);
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      expect(code).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("a command whose answer cannot be written says so and fails", async () => {
    const child = startOn(["lessons", "list"], machineEnv() as NodeJS.ProcessEnv, ["stdout"]);
    let said = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    expect(said).toBe("hocvu: the answer could not be written (ENOSPC): where does the output go?\n");
  });
});
