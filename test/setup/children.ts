import type { ChildProcess } from "node:child_process";

const living = new Set<ChildProcess>();

/**
 * The child dies with this process, whatever ends it but `kill -9`: the last net below what a test closes by itself, for
 * one that was given up in the middle.
 */
export function dieWithUs(child: ChildProcess): void {
  living.add(child);
  child.once("exit", () => living.delete(child));
}

process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

// Whoever runs the tests ends a process that hangs by SIGTERM, and by SIGKILL soon after.
process.on("SIGTERM", () => process.exit(143));
