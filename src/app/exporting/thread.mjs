/** Where a thread begins: it runs TypeScript as the process does, see bin/hocvu.mjs. */
import path from "node:path";
import { register } from "tsx/esm/api";

register({ tsconfig: path.resolve(import.meta.dirname, "..", "..", "..", "tsconfig.json") });
await import("./thread.ts");
