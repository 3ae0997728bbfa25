import { setTimeout as pause } from "node:timers/promises";

/** Waits until `holds` does, looking often; fails with what it was waiting for. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMilliseconds = 30_000,
): Promise<void> {
  const deadline = performance.now() + withinMilliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMilliseconds} ms: ${what}`);
    await pause(10);
  }
}
