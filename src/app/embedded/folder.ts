import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { isSuperuser } from "./user.ts";

/**
 * Makes `folder` and what is missing above it, whatever the umask says: private to an ordinary user; passable, but not
 * readable, when the superuser makes it, since the server runs as somebody else.
 */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    chmodSync(place, isSuperuser ? 0o711 : 0o700);
    if (place === path.resolve(first)) return;
  }
}
