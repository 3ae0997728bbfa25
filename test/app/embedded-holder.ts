import { startEmbedded } from "#app/embedded/embedded.ts";
import { silent } from "../setup/log.ts";

// A program that uses the embedded database until it is killed, or until its stdin ends.
const embedded = await startEmbedded({ dataDir: process.argv[2]!, log: silent });
process.stdout.write(`${JSON.stringify({ url: embedded.url, pid: embedded.pid, adopted: embedded.adopted })}\n`);
process.stdin.resume().once("end", async () => {
  await embedded.stop();
  process.exit(0);
});
