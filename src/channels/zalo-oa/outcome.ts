import type { Charge } from "#domain/outcome.ts";
import type { SendOutcome } from "../channel.ts";
import type { Answer } from "./client.ts";
import { freeMinuteMs, morningMs } from "./minute.ts";

/** What an operator must do before anything is sent again, by Zalo's number. */
const setup: Readonly<Record<number, string>> = {
  [-204]: "the account is disabled",
  [-205]: "the account does not exist",
  [-209]: "the app is not active: switch it on in the console",
  [-212]: "the app has not registered the product Official Account API",
  [-216]: "the token is refused: run hocvu zalo-oa connect",
  [-219]: "the app was removed",
  [-220]: "the token is refused: run hocvu zalo-oa connect",
  [-124]: "the token is refused: run hocvu zalo-oa connect",
  [-221]: "the account must be verified",
  [-223]: "the account has not allowed the app to do this: tick the permissions, then run hocvu zalo-oa connect",
  [-224]: "the account's package is missing or has lapsed",
  [-235]: "this type of account may not send",
  [-240]: "this type of account may not send",
  [-242]: "the console wants a proof of the app's secret: switch that off",
};

/** What the ending of one call means, a send above all. Numbers only: the words of an answer vary. @param at epoch milliseconds */
export function outcomeOf(answer: Exclude<Answer, { kind: "ok" }>, at: number): SendOutcome {
  switch (answer.kind) {
    case "unreached":
      return { kind: "unreached" };
    case "lost":
      return { kind: "unknown" };
    case "full":
      return { kind: "throttled", retryAfterSeconds: secondsOf(answer.waitMs) };
    case "no_grant":
      return { kind: "shut", reason: "Zalo OA: there is no valid grant: run hocvu zalo-oa connect" };
    case "error":
      return answered(answer.code, at);
  }
}

/** "attachment_id was expired": what was uploaded is no longer there. */
export const expired = -100;

/** What the platform surely did not deliver, and would in another form. */
export const isRefused = (answer: Answer): answer is Extract<Answer, { kind: "error" }> =>
  answer.kind === "error" && answered(answer.code, 0).kind === "refused";

/** What keeps an approved text back, whoever it is for, until tomorrow or until somebody acts. */
const heldBack: Readonly<Record<number, string>> = {
  [-131]: "it is not approved",
  [-133]: "it is not taken at night",
  [-234]: "it is not taken at night",
  [-144]: "the day's number of approved texts is used up",
  [-146]: "it is disabled",
  [-147]: "its own number of the day is used up",
  [-249]: "it cannot be sent by a person's id: make it anew at the platform",
  [-211]: "there is no money for it: top up the wallet",
  [-320]: "the app is not linked to a wallet",
  [-321]: "there is no money for it: top up the wallet",
};

/** They cannot have an approved text; what they say themselves may change that. */
const notForThem = [-108, -114, -118, -119, -217, -244];

/** The same for an approved text. @param at epoch milliseconds */
export function templateOutcomeOf(answer: Exclude<Answer, { kind: "ok" }>, at: number): SendOutcome {
  if (answer.kind !== "error") return outcomeOf(answer, at);
  const why = heldBack[answer.code];
  if (why !== undefined) return { kind: "held", reason: `Zalo OA error ${answer.code}: ${why}` };
  return notForThem.includes(answer.code) ? { kind: "closed" } : outcomeOf(answer, at);
}

/** Infinity: an answer to something under way comes first, and soon. */
const secondsOf = (waitMs: number): number =>
  Number.isFinite(waitMs) ? Math.min(60, Math.max(1, Math.ceil(waitMs / 1000))) : 1;

function answered(code: number, at: number): SendOutcome {
  const why = setup[code];
  if (why !== undefined) return { kind: "shut", reason: `Zalo OA error ${code}: ${why}` };
  switch (code) {
    case -32: // requests of this minute
      return { kind: "throttled", retryAfterSeconds: Math.ceil(freeMinuteMs(at) / 1000) };
    case -133: // the same of another host
    case -234: // nothing of this kind at night
      return { kind: "throttled", retryAfterSeconds: Math.ceil(morningMs(at) / 1000) };
    case -200: // "failed", and some such were delivered
      return { kind: "unknown" };
    case -213: // does not follow
    case -217: // has blocked us
    case -227: // banned, or away for 45 days
    case -244: // does not want this kind
      return { kind: "gone" };
    case -230: // seven days without a word
    case -232:
    case -211: // what remains is money, and there is none: nothing reaches them until they write
    case -320:
    case -321:
    case -218: // has had so much that no more is taken for them
      return { kind: "closed" };
    default:
      return { kind: "refused", reason: `Zalo OA error ${code}` };
  }
}

/** Who paid, by what the answer of a send says of its quota. @param quotaType null: it says nothing */
export function chargeOf(quotaType: string | null): Charge {
  if (quotaType === null) return "wallet";
  return quotaType === "reply" || quotaType === "welcome_msg" ? "free" : "allowance";
}
