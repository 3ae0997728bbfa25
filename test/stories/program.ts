import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { dieWithUs } from "../setup/children.ts";

const root = path.resolve(import.meta.dirname, "..", "..");

export type Env = Readonly<Record<string, string | undefined>>;

/** A process of the test's own making, which writes what it logs into a file. */
export interface Program {
  readonly name: string;
  readonly logFile: string;
  /** What it printed, so far. */
  readonly printed: () => string;
  readonly alive: () => boolean;
  /** `kill -9`, and it is gone. */
  readonly kill: () => Promise<void>;
  /**
   * SIGTERM, and it has ended what was under way. Who takes longer than `withinMilliseconds` (30 s) is killed.
   * Fulfilled with the exit code; null: by a signal.
   */
  readonly stop: (withinMilliseconds?: number) => Promise<number | null>;
  /** Any other signal: it stands still (SIGSTOP), or goes on (SIGCONT). */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Fulfilled with the exit code when it has ended; null: by a signal. */
  readonly ended: Promise<number | null>;
}

/** Starts `node …args` in the project's folder. Lines that it prints are handed to `heard`. */
export function spawnNode(
  name: string,
  args: readonly string[],
  env: Env,
  logFile: string,
  heard: (line: string) => void,
): Program {
  const child: ChildProcess = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...env } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  dieWithUs(child);
  child.stderr!.pipe(createWriteStream(logFile, { flags: "a" }));
  const lines: string[] = [];
  createInterface({ input: child.stdout! }).on("line", (line) => {
    lines.push(line);
    heard(line);
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  const stop = async (withinMilliseconds = 30_000) => {
    child.kill("SIGTERM");
    const patience = new AbortController();
    const late = pause(withinMilliseconds, undefined, { signal: patience.signal }).then(kill, () => {});
    const code = await ended;
    patience.abort();
    await late;
    return code;
  };
  return {
    name,
    logFile,
    printed: () => lines.join("\n"),
    alive: () => child.exitCode === null && child.signalCode === null,
    kill,
    stop,
    signal: (name) => void child.kill(name),
    ended,
  };
}

/** A command that takes longer stands still: it is killed. */
const commandMs = 120_000;

/** Runs `node …args` to its end. */
export async function runNode(
  args: readonly string[],
  env: Env,
  input: string | null = null,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...env } as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
    timeout: commandMs,
    killSignal: "SIGKILL",
  });
  dieWithUs(child);
  child.stdin.on("error", () => {}); // a command that reads nothing may be gone first
  child.stdin.end(input ?? "");
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** The end of what a program logged, for a story that failed. */
export function tailOf({ name, logFile }: Program, lines = 30): string {
  try {
    const text = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
    return `— ${name}\n${text}`;
  } catch {
    return `— ${name} logged nothing`;
  }
}
