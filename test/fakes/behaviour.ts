/** What a fake API does with one call, whoever carries it: a server on a port, or a `fetch` within the process. */
export type Behaviour =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    }
  /** The connection breaks before an answer. */
  | { readonly kind: "cut" }
  /** No answer ever comes. */
  | { readonly kind: "hang" }
  /** No connection is made; a server on a port can't refuse one call alone, so there it is a cut. */
  | { readonly kind: "refused" };

export type Payload = Record<string, unknown>;

export interface FakeApi {
  readonly token: string;
  /** `payload` null: a body that could not be read. `gone` aborts when the client has left. */
  handle(token: string, method: string, payload: Payload | null, gone: AbortSignal): Promise<Behaviour>;
  /** Drives the fake from another process; throws on what it does not know. */
  control(action: string, body: Payload): unknown;
  close(): void;
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour => ({
  kind: "answer",
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** The page of a gateway that stands before the API. */
export const page = (status: number, headers: Record<string, string> = {}): Behaviour => ({
  kind: "answer",
  status,
  headers: { "content-type": "text/html", ...headers },
  body: `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`,
});

/**
 * - a number: the platform's own error of that code
 * - "html": a gateway's page, with `status` (502)
 * - "cut", "hang": the call is carried out, then the line breaks or stays silent
 * - "reset": the line breaks and nothing was carried out
 * - "refused": no connection
 */
export type FaultKind = number | "html" | "cut" | "hang" | "reset" | "refused";

export interface Fault {
  readonly kind: FaultKind;
  /** How many calls it befalls (1). */
  readonly times?: number;
  /** Only this method; else every one that makes a message. */
  readonly method?: string;
  readonly chat?: string;
  /** Seconds: in the body on Telegram, in the header on Zalo. */
  readonly retryAfter?: number;
  readonly status?: number;
  readonly description?: string;
  /** Carried out although the answer is an error. */
  readonly accepted?: boolean;
}

/** Faults waiting for the calls they are meant for. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  take(method: string, makesMessage: boolean, chat: string): Fault | null {
    const next = this.#waiting.find(({ fault, left }) => {
      const meant = fault.method === undefined ? makesMessage : fault.method === method;
      return left > 0 && meant && (fault.chat === undefined || fault.chat === chat);
    });
    if (next === undefined) return null;
    next.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    return next.fault;
  }
}

/** What a control call asks for; "429" and "5xx" are as good as 429 and 500. */
export function faultFrom({ kind, ...rest }: Payload): Fault {
  const code = kind === "5xx" ? 500 : Number(kind);
  if (Number.isInteger(code) && code >= 300) return { ...rest, kind: code };
  if (kind === "html" || kind === "cut" || kind === "hang" || kind === "reset" || kind === "refused") {
    return { ...rest, kind };
  }
  throw new Error(`no such fault: ${String(kind)}`);
}

export const carriedOut = ({ kind, accepted }: Fault): boolean => accepted ?? (kind === "cut" || kind === "hang");
