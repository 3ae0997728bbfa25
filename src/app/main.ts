import { fail, runCommandLine } from "./cli/command-line.ts";

// Whoever read our output may leave before it ends, and a disk that the log goes to may be full: neither ends a program
// that runs. A command whose answer could not be written says so by itself.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/**
 * The database's clients, at the moment its server dies, can reject where nobody can catch it (see db/pool.ts). Whoever
 * asked for something is told by their own query; a program that runs lives on.
 */
const lostConnection = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "CONNECTION_CLOSED", "CONNECTION_DESTROYED"],
  ...["57P01", "57P02", "57P03"], // the server's last words: it is ending, it crashed, it is not ready yet
  "25P03", // we stood still within a transaction
]);

process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
  if (lostConnection.has(error.code ?? "")) process.stderr.write(`hocvu: a connection was lost (${error.code})\n`);
  else void fail(error).then((code) => process.exit(code));
});
process.exit(await runCommandLine(process.argv.slice(2)));
