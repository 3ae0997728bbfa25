import type { Channel } from "#channels/channel.ts";
import { typedText } from "#channels/plain.ts";
import type { BotKey } from "#domain/ids.ts";
import type { SendOutcome } from "#domain/outcome.ts";
import { billingMonth } from "#domain/zalo-window.ts";

const hour = 3_600_000;

/** What the platform sent and billed in a month, by its own arithmetic. */
export interface Bill {
  free: number;
  allowance: number;
  wallet: number;
  templates: number;
  vnd: number;
}

export interface OfficialSent {
  readonly chat: string;
  readonly text: string;
  readonly buttons: readonly string[];
  /** Its number, where it was an approved text. */
  readonly template?: string;
  readonly at: Date;
}

/**
 * An Official Account as its platform keeps it: 48 hours free, 7 days open, what people do counts, then the package's allowance
 * pays, then the wallet. Approved texts cost what they cost, at any time.
 */
export function openOfficial(
  now: () => Date,
  { bot = "zalo-oa:1" as BotKey, allowance = 0, priceVnd = 55, templateVnd = 154 } = {},
) {
  const turned = new Map<string, Date>();
  const sent: OfficialSent[] = [];
  const bills = new Map<string, Bill>();
  const script: ("closed" | "cut" | "unreached")[] = [];
  let left = allowance;
  let refused = 0;
  const billOf = (month: string) => {
    const bill = bills.get(month) ?? { free: 0, allowance: 0, wallet: 0, templates: 0, vnd: 0 };
    bills.set(month, bill);
    return bill;
  };
  const chargeOf = (silentMs: number) => {
    if (silentMs <= 48 * hour) return "free";
    if (left <= 0) return "wallet";
    left--;
    return "allowance";
  };
  const channel = {
    name: "webchat",
    bot,
    windows: "zalo-oa",
    limits: { text: 1900, buttons: 5 },
    handsOver: { kind: "none" },
    key: () => null,
    read: () => null,
    acknowledge: async () => {},
    probe: async () => ({ ok: true, name: "x" }) as const,
    send: async (to, message): Promise<SendOutcome> => {
      const step = script.shift();
      if (step === "unreached") return { kind: "unreached" };
      const at = now();
      if (message.template !== undefined) {
        const bill = billOf(billingMonth(at));
        bill.templates++;
        bill.vnd += templateVnd;
        const text = Object.values(message.template.data).join("; ");
        sent.push({ chat: to.chat, text, buttons: [], template: message.template.id, at });
        return step === "cut" ? { kind: "unknown" } : { kind: "sent", platformId: `m${sent.length}`, charge: "wallet" };
      }
      const last = turned.get(to.chat);
      const silentMs = last === undefined ? Number.POSITIVE_INFINITY : at.getTime() - last.getTime();
      if (silentMs > 168 * hour || step === "closed") {
        refused++;
        return { kind: "closed" };
      }
      const charge = chargeOf(silentMs);
      const bill = billOf(billingMonth(at));
      bill[charge]++;
      bill.vnd += charge === "wallet" ? priceVnd : 0;
      sent.push({ chat: to.chat, text: typedText(message), buttons: message.buttons.flat().map((b) => b.label), at });
      return step === "cut" ? { kind: "unknown" } : { kind: "sent", platformId: `m${sent.length}`, charge };
    },
  } satisfies Channel;
  return {
    channel,
    sent,
    bills,
    /** What becomes of the next sends, one each: refused, taken without an answer, or never spoken of. */
    script,
    get refused() {
      return refused;
    },
    /** A person writes or taps. */
    turn: (chat: string, at: Date) => void turned.set(chat, at),
  };
}
