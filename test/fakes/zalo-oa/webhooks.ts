import { createHash } from "node:crypto";
import type { Timers } from "../timers.ts";
import type { Post } from "../webhooks.ts";

/** So long after a failure it is tried again, and after the last no more. */
const retriesMs = [30_000, 300_000, 900_000, 1_800_000, 3_600_000];
const slowMs = 2000;

export interface HookOptions {
  readonly appId: string;
  readonly secretKey: string;
  readonly timers: Timers;
  readonly post: Post;
  readonly switches: HookSwitches;
}

export interface HookSwitches {
  /** "Webhook Retry" in the console. */
  retries: boolean;
  /** A 200 that is slow is tried again like any other answer, and like a line that could not be opened. */
  retriesSlow: boolean;
  /** Without "mac=" before the signature. */
  bareSignature: boolean;
}

export interface EmitOptions {
  /** How often it is delivered. */
  readonly times?: number;
  /** Delivered so much later than it happened: that is how events swap. */
  readonly lateMilliseconds?: number;
}

export interface Delivered {
  readonly name: string;
  readonly status: number;
  readonly retry: number;
}

/** The app's webhook in the console. Every event is off until it is switched on. */
export class OaWebhooks {
  url: string | null = null;
  /** After the last retry, until somebody switches it on again. */
  disabled = false;
  /** How often the console told the admin that the webhook does not work. */
  complaints = 0;
  readonly delivered: Delivered[] = [];
  readonly #options: HookOptions;
  readonly #on = new Set<string>();
  readonly #calls = new Set<() => void>();

  constructor(options: HookOptions) {
    this.#options = options;
  }

  switchOn(...names: string[]): void {
    for (const name of names) this.#on.add(name);
  }

  switchOff(...names: string[]): void {
    for (const name of names) this.#on.delete(name);
  }

  /** Saves the address, which is kept only if it answers 200 to a request that nobody signed. */
  async save(url: string): Promise<boolean> {
    const answer = await this.#options.post(url, { "content-type": "application/json" }, "{}").catch(() => null);
    if (answer?.status !== 200) return false;
    this.url = url;
    this.disabled = false;
    return true;
  }

  /** The bytes of an event, and the headers they come with. */
  signed(event: object): { readonly body: string; readonly headers: Record<string, string> } {
    const { appId, secretKey, switches } = this.#options;
    const whole = { app_id: appId, ...event };
    const body = JSON.stringify(whole);
    const { timestamp } = whole as { timestamp?: unknown };
    const hex = createHash("sha256")
      .update(`${appId}${body}${String(timestamp)}${secretKey}`)
      .digest("hex");
    const signature = switches.bareSignature ? hex : `mac=${hex}`;
    return { body, headers: { "content-type": "application/json", "x-zevent-signature": signature } };
  }

  /** @param always whether it is switched on or not, as the kinds a test makes up */
  async emit(event: { readonly event_name: string } & object, { times = 1, lateMilliseconds = 0 }: EmitOptions = {}) {
    if (!this.#on.has(event.event_name)) return;
    const { body, headers } = this.signed(event);
    for (let time = 0; time < times; time++) {
      if (lateMilliseconds > 0) this.#later(lateMilliseconds, () => this.#deliver(event.event_name, body, headers, 0));
      else await this.#deliver(event.event_name, body, headers, 0);
    }
  }

  close(): void {
    for (const cancel of this.#calls) cancel();
    this.#calls.clear();
  }

  async #deliver(name: string, body: string, headers: Record<string, string>, retry: number): Promise<void> {
    if (this.url === null || this.disabled) return;
    const { post, switches, timers } = this.#options;
    const since = timers.now();
    const numbered = retry === 0 ? headers : { ...headers, num_retry: String(retry) };
    const answer = await post(this.url, numbered, body).catch(() => null);
    this.delivered.push({ name, status: answer?.status ?? 0, retry });
    const isSlow = timers.now() - since > slowMs;
    if (answer?.status === 200 && !isSlow) return;
    this.complaints += 1;
    const isRetried = answer?.status !== 200 || switches.retriesSlow;
    if (!switches.retries || !isRetried) return;
    const wait = retriesMs[retry];
    if (wait === undefined) this.disabled = true;
    else this.#later(wait, () => this.#deliver(name, body, headers, retry + 1));
  }

  #later(milliseconds: number, run: () => Promise<void>): void {
    const cancel = this.#options.timers.after(milliseconds, () => {
      this.#calls.delete(cancel);
      void run();
    });
    this.#calls.add(cancel);
  }
}
