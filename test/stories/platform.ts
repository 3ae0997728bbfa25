import type { FaultKind } from "../fakes/behaviour.ts";

/** A message as its reader has it. `at`: when the platform was called, epoch milliseconds. */
export interface Seen {
  readonly messageId: string | number;
  readonly chat: string;
  readonly at: number;
  readonly text: string;
  readonly keyboard?: readonly (readonly { readonly text: string; readonly callback_data?: string }[])[];
}

/** A call as it came, made or refused. `code` 200, an error's, or 0 when the line was broken. */
export interface Call {
  readonly method: string;
  readonly chat: string;
  readonly at: number;
  readonly code: number;
}

export interface Fault {
  readonly kind: FaultKind;
  readonly times?: number;
  readonly method?: string;
  readonly chat?: string;
  readonly retryAfter?: number;
}

/** One bot's platform, a process of its own, driven over HTTP. */
export class Platform {
  readonly name: "telegram" | "zalo";
  readonly root: string;
  readonly token: string;

  constructor(name: "telegram" | "zalo", root: string, token: string) {
    this.name = name;
    this.root = root;
    this.token = token;
  }

  /** "telegram:110201543" */
  get bot(): string {
    return `${this.name}:${this.token.split(":")[0]}`;
  }

  async control<Answer>(action: string, given: object = {}): Promise<Answer> {
    const body = JSON.stringify({ ...given, bot: this.token.split(":")[0] });
    const answer = await fetch(`${this.root}/control/${action}`, { method: "POST", body });
    const told = (await answer.json()) as Answer & { error?: string };
    if (told.error !== undefined) throw new Error(`${this.name} ${action}: ${told.error}`);
    return told;
  }

  async sent(chat?: string): Promise<readonly Seen[]> {
    const given = chat === undefined ? {} : { chat };
    return (await this.control<{ messages: Seen[] }>("sent", given)).messages;
  }

  /** Calls that would make a message. */
  async sendCalls(): Promise<readonly Call[]> {
    const { calls } = await this.control<{ calls: Call[] }>("calls");
    return calls.filter(({ method }) => method === "sendMessage");
  }

  fault = (fault: Fault) => this.control("fault", fault);
  noMoreFaults = () => this.control("fault", { clear: true });
  latency = (milliseconds: number) => this.control("latency", { milliseconds });
  knowsUs = async () => (await this.control<{ url: string }>("webhook")).url !== "";
  /** Every chat exists, so that a push to many needs no preparation. */
  everyone = () => this.control("everyone", {});
}
