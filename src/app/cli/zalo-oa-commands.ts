import type { Making } from "./program.ts";
import type { ConnectOptions } from "./zalo-oa.ts";

export function addZaloOaCommands({ group, printing, answer }: Making): void {
  const oa = group("zalo-oa", "the Zalo Official Account's leave to send");
  printing(oa, "connect", "take a refresh token from standard input, or as it is pasted unseen, and renew it at once")
    .option("--link <callback>", "only print the page where the account's admin allows, for this saved callback")
    .option("--code", "what is given is the code of that page, not a refresh token")
    .action(answer(async (options: ConnectOptions) => (await import("./zalo-oa.ts")).connect(options)));
  printing(oa, "status", "whose tokens there are, how old, and what the platform says of them").action(
    answer(async () => (await import("./zalo-oa.ts")).status()),
  );
}
