import type { Timers } from "./timers.ts";

export interface Posted {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
}

/** One POST to a webhook; rejects when no answer comes. */
export type Post = (url: string, headers: Record<string, string>, body: string) => Promise<Posted>;

/** Over the network, and no longer than Telegram waits. */
export const realPost: Post = async (url, headers, body) => {
  const answer = await fetch(url, {
    method: "POST",
    headers,
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(60_000),
  });
  await answer.arrayBuffer();
  const retryAfter = answer.headers.get("retry-after");
  return { status: answer.status, retryAfterSeconds: retryAfter === null ? null : Number(retryAfter) };
};

export interface Pending {
  readonly update: { readonly update_id: number } & Record<string, unknown>;
  /** Updates of one queue go out one after another, different queues at the same time. */
  readonly queue: string;
  readonly expiresAt: number;
  tries: number;
  notBefore: number;
  busy: boolean;
}

interface Hook {
  readonly url: string;
  readonly secret: string;
  readonly connections: number;
}

/** Updates that wait for the bot, as Telegram keeps them: handed out by a poll, or posted and repeated until a 2xx. */
export class Waiting {
  lastError: { at: number; message: string } | null = null;
  #pending: Pending[] = [];
  #hook: Hook | null = null;
  #timers: Timers;
  #post: Post;
  #wakes = new Set<() => void>();

  constructor(timers: Timers, post: Post) {
    this.#timers = timers;
    this.#post = post;
  }

  add(update: Pending["update"], queue: string, lifeSeconds: number): void {
    const expiresAt = this.#timers.now() + lifeSeconds * 1000;
    this.#pending.push({ update, queue, expiresAt, tries: 0, notBefore: 0, busy: false });
    this.#pump();
  }

  list(): readonly Pending[] {
    const now = this.#timers.now();
    this.#pending = this.#pending.filter(({ expiresAt, busy }) => busy || expiresAt > now);
    return this.#pending;
  }

  forget(confirmed: (update: Pending["update"]) => boolean): void {
    this.#pending = this.#pending.filter(({ update }) => !confirmed(update));
  }

  pushTo(hook: Hook | null): void {
    this.#hook = hook;
    this.#pump();
  }

  close(): void {
    this.#hook = null;
    for (const cancel of this.#wakes) cancel();
    this.#wakes.clear();
  }

  #pump(): void {
    const hook = this.#hook;
    if (hook === null) return;
    const seen = new Set<string>();
    let busy = 0;
    for (const next of this.list()) {
      if (next.busy) busy += 1;
      const first = !seen.has(next.queue);
      seen.add(next.queue);
      if (first && !next.busy && next.notBefore <= this.#timers.now() && busy < hook.connections) {
        busy += 1;
        void this.#deliver(hook, next);
      }
    }
  }

  async #deliver(hook: Hook, next: Pending): Promise<void> {
    next.busy = true;
    const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": hook.secret };
    if (hook.secret === "") Reflect.deleteProperty(headers, "x-telegram-bot-api-secret-token");
    const answer = await this.#post(hook.url, headers, JSON.stringify(next.update)).catch(() => null);
    next.busy = false;
    if (answer !== null && answer.status >= 200 && answer.status < 300) {
      this.forget((update) => update === next.update);
      this.#pump();
      return;
    }
    const message = answer === null ? "Connection refused" : `Wrong response from the webhook: ${answer.status}`;
    this.lastError = { at: this.#timers.now(), message };
    this.#later(next, answer?.retryAfterSeconds ?? null);
  }

  /** At once, then after 2, 4, 8 … s, capped at a random 60 to 120; or as long as the bot asks, up to an hour. */
  #later(next: Pending, asked: number | null): void {
    const own = next.tries === 0 ? 0 : Math.min(2 ** next.tries, 60 + Math.random() * 60);
    const seconds = asked === null || Number.isNaN(asked) ? own : Math.min(asked, 3600);
    next.tries += 1;
    next.notBefore = this.#timers.now() + seconds * 1000;
    const cancel = this.#timers.after(seconds * 1000 + 1, () => {
      this.#wakes.delete(cancel);
      this.#pump();
    });
    this.#wakes.add(cancel);
  }
}
