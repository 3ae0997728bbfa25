import { randomBytes } from "node:crypto";

/** What an installation's console was told; each fault has a number of its own. */
export interface GrantsOptions {
  readonly appId?: string;
  readonly appSecret?: string;
  /** The clock: milliseconds since 1970. */
  readonly now?: () => number;
}

/** One HTTP request, whoever carries it. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The answer; "cut": the line breaks before it. */
export type FakeAnswer = { readonly status: number; readonly body: string } | "cut";

/**
 * - `rotate, cut`: the pair is made, and nobody hears of it
 * - `cut`: the line breaks, and nothing was done
 * - `html`: a gateway's page, and nothing was done
 * - `busy`: −32
 */
export type OauthFault = "rotate, cut" | "cut" | "html" | "busy";

const lifeMs = 90_000_000;
const refreshLifeMs = 90 * 24 * 3_600_000;

export interface MadePair {
  readonly access: string;
  readonly refresh: string;
}

interface Pair extends MadePair {
  readonly madeAt: number;
  accessEnds: number;
}

/**
 * The tokens of one Official Account as the platform keeps them: a pair lives until the next is made, an access token
 * 25 hours at most, a refresh token is good once.
 */
export class FakeGrants {
  readonly appId: string;
  appSecret: string;
  /** "−14002" while false. */
  active = true;
  /** Milliseconds that a refresh takes at the platform, before and after it makes the pair. */
  slow: { readonly before: number; readonly after: number } = { before: 0, after: 0 };
  /** How many pairs were made, and how many refreshes were ever under way at once. */
  made = 0;
  mostAtOnce = 0;
  calls = 0;
  readonly #now: () => number;
  readonly #faults: OauthFault[] = [];
  #pair: Pair | null = null;
  #code: string | null = null;
  #atOnce = 0;
  /** Told when a call has arrived; "drop": it is not carried out, and the line breaks. */
  onArrived: (request: FakeRequest) => Promise<"drop" | undefined> | undefined = () => undefined;
  /** Told when a pair was made, before the answer leaves. */
  onMade: (pair: MadePair, request: FakeRequest) => Promise<void> | void = () => {};

  constructor({
    appId = "1900220033004400551",
    appSecret = "AppSecretOfTheFake12",
    now = Date.now,
  }: GrantsOptions = {}) {
    this.appId = appId;
    this.appSecret = appSecret;
    this.#now = now;
  }

  /** Whether this access token is good now. */
  has(token: string): boolean {
    return this.#pair !== null && this.#pair.access === token && this.#now() < this.#pair.accessEnds;
  }

  /** Whether this refresh token would be taken. */
  takes(refresh: string): boolean {
    return this.#pair !== null && this.#pair.refresh === refresh && this.#now() - this.#pair.madeAt < refreshLifeMs;
  }

  /** The admin presses "allow" in the console's explorer: a pair to begin with. */
  grant(): MadePair {
    const { access, refresh } = this.#make();
    return { access, refresh };
  }

  /** The admin presses "allow" on the permission page: a code, good once. */
  permit(): string {
    this.#code = randomBytes(12).toString("hex");
    return this.#code;
  }

  /** The admin takes it back: both tokens are dead. */
  revoke(): void {
    this.#pair = null;
  }

  /** The access token ends before its time, the refresh token stays good. */
  endAccess(): void {
    if (this.#pair !== null) this.#pair.accessEnds = 0;
  }

  /** What befalls the next refreshes, one each. */
  fault(...faults: readonly OauthFault[]): void {
    this.#faults.push(...faults);
  }

  /** POST /v4/oa/access_token. */
  async handle(request: FakeRequest): Promise<FakeAnswer> {
    this.calls += 1;
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      const slow = this.slow;
      await wait(slow.before);
      if ((await this.onArrived(request)) === "drop") return "cut";
      const answer = await this.#answer(request);
      await wait(slow.after);
      return answer;
    } finally {
      this.#atOnce -= 1;
    }
  }

  async #answer(request: FakeRequest): Promise<FakeAnswer> {
    const { method, headers, body } = request;
    const form = new URLSearchParams(body);
    const fault = this.#faults.shift();
    if (fault === "cut") return "cut";
    if (fault === "html") return { status: 502, body: "<html><h1>502 Bad Gateway</h1></html>" };
    if (fault === "busy") return refusal(-32, "Your application reached limit call api");
    const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
    if (method !== "POST" || !isForm) return refusal(-14001, "Invalid request");
    if (!this.active || form.get("app_id") !== this.appId) return refusal(-14002, "App is inactive");
    if (headers.secret_key !== this.appSecret) return refusal(-14004, "Invalid secret key");
    if (!this.#isGood(form)) return refusal(-14014, "Invalid refresh token");
    const pair = this.#make();
    await this.onMade(pair, request);
    if (fault === "rotate, cut") return "cut";
    const { access, refresh } = pair;
    return json({ access_token: access, refresh_token: refresh, expires_in: String(lifeMs / 1000) });
  }

  #isGood(form: URLSearchParams): boolean {
    if (form.get("grant_type") === "refresh_token") return this.takes(form.get("refresh_token") ?? "");
    const isCode = form.get("grant_type") === "authorization_code" && form.get("code") === this.#code;
    return isCode && this.#code !== null;
  }

  #make(): Pair {
    const token = () => randomBytes(60).toString("base64url");
    this.#code = null;
    this.#pair = { access: token(), refresh: token(), madeAt: this.#now(), accessEnds: this.#now() + lifeMs };
    this.made += 1;
    return this.#pair;
  }
}

const json = (body: object): FakeAnswer => ({ status: 200, body: JSON.stringify(body) });

/** Refusals come with HTTP 200. */
const refusal = (error: number, name: string): FakeAnswer =>
  json({ error, error_name: name, error_reason: "", ref_doc: "https://developers.zalo.me/docs" });

const wait = (milliseconds: number): Promise<void> | undefined =>
  milliseconds === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, milliseconds));
