import { z } from "zod";
import type { Registration } from "../channel.ts";
import type { Answer, ZaloCall } from "./client.ts";
import { outcomeOf } from "./outcome.ts";

const askSeconds = 10;

const webhookInfo = z.object({ url: z.string() });
const verified = z.object({ verification: z.object({ ok: z.boolean(), outcome: z.string().catch("") }) });

/** After a 426 the next day is soon enough: a few tries find it. */
const tomorrowSeconds = 6 * 3600;

/**
 * Setting is limited per day, so it is asked first whether the URL is there already. Zalo does not tell which secret
 * it has, so that is enough only where no other can be with it. The URL is kept even when Zalo's trial call of it failed,
 * and real events may then still arrive.
 */
export async function setWebhook(
  call: ZaloCall,
  url: string,
  secret: string,
  secretKnown: boolean,
): Promise<Registration> {
  if (secretKnown && (await webhookUrl(call)) === url) return { kind: "set", detail: "webhook was set already" };
  const answer = await call("setWebhook", { url, secret_token: secret }, askSeconds);
  if (answer.kind !== "ok") return refusal(answer);
  const trial = verified.safeParse(answer.result).data?.verification;
  if (trial?.ok !== false) return { kind: "set", detail: "webhook set" };
  const detail = `webhook set, but Zalo's trial call of it failed (${trial.outcome}): see that PUBLIC_URL reaches this program from outside, past any firewall`;
  return { kind: "unheard", detail };
}

function refusal(answer: Exclude<Answer, { kind: "ok" }>): Registration {
  if (answer.kind === "error" && answer.code === 426) {
    const detail =
      "Zalo allows no more webhook changes today (426): asked again in 6 hours. Do not restart for it, each start asks too; nothing comes from Zalo until then, unless PUBLIC_URL is unset and it is polled";
    return { kind: "refused", detail, retryAfterSeconds: tomorrowSeconds };
  }
  const outcome = outcomeOf(answer);
  const detail = `Zalo did not take the webhook (${"reason" in outcome ? outcome.reason : outcome.kind})`;
  const retryAfterSeconds = outcome.kind === "throttled" ? outcome.retryAfterSeconds : null;
  return { kind: "refused", detail, retryAfterSeconds };
}

/** The address that Zalo has; "": none; null: it did not say. */
export async function webhookUrl(call: ZaloCall): Promise<string | null> {
  const info = await call("getWebhookInfo", {}, askSeconds);
  if (info.kind === "error" && info.code === 404) return "";
  return info.kind === "ok" ? (webhookInfo.safeParse(info.result).data?.url ?? null) : null;
}

/** Null: it is gone; else why not. */
export async function takeWebhookAway(call: ZaloCall, signal?: AbortSignal): Promise<string | null> {
  const answer = await call("deleteWebhook", {}, askSeconds, signal);
  if (answer.kind === "ok") return null;
  return answer.kind === "error" ? String(answer.code) : answer.kind;
}
