#!/usr/bin/env -S node --max-old-space-size=768
import { ensureInstalled, requireNode } from "./install.mjs";
import { run } from "./program.mjs";

requireNode();
await ensureInstalled({ development: false });

// The same process goes on: signals, stdin and the exit code need nobody in between.
await run("app/main.ts");
