import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { vi } from "vitest";
import { runCommandLine } from "#app/cli/command-line.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = path.join(import.meta.dirname, "..", "..", "bin", "hocvu.mjs");

/** Nothing of the environment of whoever runs the tests but what a process needs. */
const bare = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" };

/** Starts the real command line as its users do. */
export const startHocvu = (args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, [program, ...args], { env: { ...bare, ...env }, stdio: ["ignore", "pipe", "pipe"] });

/** Runs it to its end. */
export async function hocvu(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = startHocvu(args, env);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { code: await code, stdout, stderr };
}

/** The same without a process of its own, for long tables: one at a time, and nothing that goes on running. */
export async function hocvuInside(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const catching = (name: "stdout" | "stderr") =>
    vi.spyOn(process[name], "write").mockImplementation((text: unknown, ...rest: unknown[]) => {
      written[name] += String(text);
      const done = rest.at(-1);
      if (typeof done === "function") done();
      return true;
    });
  const spies = [catching("stdout"), catching("stderr")];
  const outside = process.env;
  process.env = { ...bare, ...env };
  try {
    const code = await runCommandLine(args);
    return { code, ...written };
  } finally {
    process.env = outside;
    for (const spy of spies) spy.mockRestore();
  }
}
