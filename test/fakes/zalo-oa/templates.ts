import type { Purse } from "./people.ts";

/** A text that its owner made and the platform reviews. */
export interface OaTemplateText {
  /** "Chào <ten>": its places stand in angle brackets. */
  readonly text: string;
  /** "ENABLE", "PENDING_REVIEW", "REJECT", "DISABLE". */
  status: string;
  /** VND by a person's id, without VAT; null: it cannot go by that. */
  priceUid: number | null;
  /** How many the day has. */
  daily: number;
  readonly params: readonly { readonly name: string; readonly require: boolean; readonly maxLength: number }[];
}

/** Takes of the wallet by the price by id, and VAT on top of it. */
const vatPercent = 10;
const dayMs = 24 * 3_600_000;

/** The approved texts of one account, and who has had how many. */
export class OaTemplates {
  readonly #texts = new Map<string, OaTemplateText>();
  readonly #purse: Purse;
  readonly #now: () => number;
  readonly #sent = new Map<string, number>();

  constructor(purse: Purse, now: () => number) {
    this.#purse = purse;
    this.#now = now;
  }

  make(id: string, given: Partial<OaTemplateText> = {}): OaTemplateText {
    const param = (name: string, maxLength: number) => ({ name, require: true, maxLength });
    const made = {
      text: "Chào Anh/Chị <ten>. Khóa học <ten_khoa> còn <so_bai> bài đang chờ Anh/Chị.",
      ...{ status: "ENABLE", priceUid: 140, daily: 5000 },
      params: [param("ten", 30), param("ten_khoa", 100), param("so_bai", 10)],
      ...given,
    };
    this.#texts.set(id, made);
    return made;
  }

  of(id: string): OaTemplateText {
    const found = this.#texts.get(id);
    if (found === undefined) throw new Error(`no template ${id}`);
    return found;
  }

  info(query: URLSearchParams): object | number {
    const id = query.get("template_id") ?? "";
    const found = this.#texts.get(id);
    if (found === undefined) return -109;
    const prices = { price_sdt: "200", ...(found.priceUid === null ? {} : { price_uid: String(found.priceUid) }) };
    return { templateId: id, templateName: "Nhắc học", status: found.status, listParams: found.params, ...prices };
  }

  /** What is shown of one that is sent, and what the wallet paid; a number: it is refused so. */
  take(id: unknown, data: unknown): { readonly text: string; readonly vnd: number } | number {
    const found = typeof id === "string" ? this.#texts.get(id) : undefined;
    if (found === undefined || typeof data !== "object" || data === null) return -201;
    if (found.status === "DISABLE") return -146;
    if (found.status !== "ENABLE") return -131;
    if (found.priceUid === null) return -249;
    const values = new Map(Object.entries(data));
    for (const { maxLength, name, require } of found.params) {
      const value: unknown = values.get(name);
      if (value === undefined && !require) continue;
      if (typeof value !== "string" || value === "") return -201;
      if (value.length > maxLength) return -210;
    }
    const names = found.params.map(({ name }) => name);
    if ([...values.keys()].some((name) => !names.includes(name))) return -201;
    return this.#pay(String(id), found, values);
  }

  #pay(id: string, { daily, priceUid, text }: OaTemplateText, values: ReadonlyMap<string, unknown>) {
    const today = `${id} ${Math.floor(this.#now() / dayMs)}`;
    const sent = this.#sent.get(today) ?? 0;
    if (sent >= daily) return -147;
    if (!this.#purse.linked) return -320;
    const vnd = Math.ceil(((priceUid ?? 0) * (100 + vatPercent)) / 100);
    if (this.#purse.wallet < vnd) return -321;
    this.#purse.wallet -= vnd;
    this.#sent.set(today, sent + 1);
    return { text: text.replaceAll(/<(\w+)>/g, (_, name: string) => String(values.get(name) ?? "")), vnd };
  }
}
