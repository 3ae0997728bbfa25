#!/usr/bin/env -S node --max-old-space-size=768
import path from "node:path";
import { ensureInstalled, requireNode, root } from "./install.mjs";

requireNode();
await ensureInstalled({ development: false });

// The same process goes on: signals, stdin and the exit code need nobody in between.
const { register } = await import("tsx/esm/api");
register({ tsconfig: path.join(root, "tsconfig.json") });
await import("../src/app/main.ts");
