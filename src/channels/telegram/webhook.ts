import type { Api } from "grammy";
import type { Registration, Waiting } from "../channel.ts";
import { outcomeOf, wordsOf } from "./outcome.ts";
import { allowedUpdates } from "./update.ts";

/**
 * Asked at every start although the URL may be set already, because Telegram does not show which secret it has.
 * When many processes start together it puts some off; then the URL it has decides, if no other secret can be with it.
 */
export async function setWebhook(api: Api, url: string, secret: string, secretKnown: boolean): Promise<Registration> {
  try {
    await api.setWebhook(url, { secret_token: secret, allowed_updates: allowedUpdates });
    return { kind: "set", detail: "webhook set" };
  } catch (error) {
    const outcome = outcomeOf(error);
    const detail = `Telegram did not take the webhook (${said(error)})`;
    if (outcome.kind !== "throttled") return { kind: "refused", detail, retryAfterSeconds: null };
    if (secretKnown && (await hasWebhook(api, url)) === true)
      return { kind: "set", detail: "webhook was set a moment ago" };
    return { kind: "refused", detail, retryAfterSeconds: outcome.retryAfterSeconds };
  }
}

/** Null: it did not say. */
export async function hasWebhook(api: Api, url: string): Promise<boolean | null> {
  return api.getWebhookInfo().then(
    (info) => info.url === url,
    () => null,
  );
}

/** What the platform says of its last vain call of the webhook, if updates wait and it was made since then; null: nothing. */
export async function whatWaits(api: Api, since: Date): Promise<Waiting | null> {
  const info = await api.getWebhookInfo().catch(() => null);
  if (!info?.last_error_message || (info.last_error_date ?? 0) * 1000 < since.getTime()) return null;
  return info.pending_update_count > 0 ? { updates: info.pending_update_count, why: info.last_error_message } : null;
}

/** Null: it is gone; else why not. */
export async function takeWebhookAway(api: Api, signal?: AbortSignal): Promise<string | null> {
  // grammY types the signal as its own look-alike, which the real one fits at run time.
  return api.deleteWebhook({}, signal as never).then(() => null, said);
}

const said = (error: unknown): string => wordsOf(error) ?? outcomeOf(error).kind;
