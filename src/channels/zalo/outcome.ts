import type { SendOutcome } from "../channel.ts";
import type { Answer } from "./client.ts";

/** What the ending of one call means, a send above all. Codes only: the words of an answer vary. */
export function outcomeOf(answer: Exclude<Answer, { kind: "ok" }>): SendOutcome {
  switch (answer.kind) {
    case "unreached":
      return { kind: "unreached" };
    case "lost":
      return { kind: "unknown" };
    case "error":
      return answered(answer.code, answer.retryAfterSeconds);
  }
}

function answered(code: number, retryAfterSeconds: number | null): SendOutcome {
  switch (code) {
    case 401: // token reset
    case 404: // token malformed, or no such method
      return { kind: "shut", reason: `Zalo error ${code}` };
    case 410: // chat unknown to this bot
    case 422: // blocked, left, or one user too many
      return { kind: "gone" };
    case 426: // a limit per day
    case 429: // a limit per month, perhaps also a rate
      return { kind: "throttled", retryAfterSeconds };
    case 403: // documented as "Internal server error"
    case 408:
      return { kind: "unknown" };
    default:
      return code >= 400 && code < 500 ? { kind: "refused", reason: `Zalo error ${code}` } : { kind: "unknown" };
  }
}
