import { fail, runCommandLine } from "./cli/command-line.ts";

// Whoever read our output may leave before it ends: that is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
process.on("uncaughtException", (error) => void fail(error).then((code) => process.exit(code)));
process.exit(await runCommandLine(process.argv.slice(2)));
