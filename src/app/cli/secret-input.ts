import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/** Nobody pastes more. */
const longest = 20_000;

/**
 * A secret from standard input: what is piped in, or, at a terminal, one line that is not shown. Never from an argument,
 * which every user of the machine can see.
 */
export async function readSecret(prompt: string): Promise<string> {
  const { stdin } = process;
  if (!stdin.isTTY) return (await text(stdin)).slice(0, longest).trim();
  process.stderr.write(prompt);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: unseen, terminal: true, historySize: 0 });
  const line = await new Promise<string>((resolve) => {
    lines.once("line", resolve).once("close", () => resolve(""));
  });
  lines.close();
  process.stderr.write("\n");
  return line.slice(0, longest).trim();
}
