/**
 * A broadcast as grammY's pages show it (Flood Limits, "How to Broadcast Messages"): one message after the other, refusals
 * waited for by auto-retry. With "throttler" also the throttler at its defaults, 30 a second; every retry passes it again.
 *   node --import tsx bench/peers/grammy.ts <API root> <token> <chats> <text> [throttler]
 */
import { autoRetry } from "@grammyjs/auto-retry";
import { apiThrottler } from "@grammyjs/transformer-throttler";
import { Bot } from "grammy";

const [apiRoot = "", token = "", chats = "", text = "", throttled] = process.argv.slice(2);

const bot = new Bot(token, { client: { apiRoot } });
if (throttled === "throttler") bot.api.config.use(apiThrottler());
bot.api.config.use(autoRetry());

for (const chat of chats.split(",")) await bot.api.sendMessage(chat, text);
console.log("done");
process.exit(0); // the throttler's timers go on
