import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lives } from "./lock.mjs";

/** Says that this process uses the server; the function returned takes it back. */
export function enter(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${process.pid}-${randomUUID()}`);
  writeFileSync(file, "");
  return () => rmSync(file, { force: true });
}

/** Whether nobody uses the server. What processes that died left behind does not count, and is removed. */
export function isUnused(folder: string): boolean {
  const living = readdirSync(folder).filter((name) => {
    if (lives(Number.parseInt(name, 10))) return true;
    rmSync(path.join(folder, name), { force: true });
    return false;
  });
  return living.length === 0;
}
