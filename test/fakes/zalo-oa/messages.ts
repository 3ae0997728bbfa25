import type { Assets } from "./assets.ts";

export interface OaMessageButton {
  readonly title: string;
  readonly type: string;
  readonly payload: unknown;
}

/** What a person sees of a message. */
export interface Shown {
  readonly text: string;
  readonly buttons: readonly OaMessageButton[];
  /** The address or upload of its picture or file; null: it has none. */
  readonly picture: string | null;
  /** It is the card that asks for their phone number. */
  readonly card?: true;
}

export interface MessageRules {
  /** Texts may have buttons without a template's name. */
  readonly buttons: boolean;
  /** Pictures are taken. */
  readonly pictures: boolean;
  /** Cards that ask for a phone number are taken. */
  readonly cards: boolean;
  readonly fetchesPhotos: boolean;
}

type Loose = Record<string, unknown>;

const object = (value: unknown): Loose | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : null;

/** Reads the `message` of a send as the platform does; a number: it is refused so. */
export async function readMessage(given: unknown, rules: MessageRules, assets: Assets): Promise<Shown | number> {
  const message = object(given);
  if (message === null) return -201;
  const text = message.text ?? "";
  if (typeof text !== "string") return -201;
  if (text.length > 2000) return -210;
  if (message.attachment === undefined) return text === "" ? -201 : { text, buttons: [], picture: null };
  const attachment = object(message.attachment);
  const payload = object(attachment?.payload);
  if (attachment === null || payload === null) return -201;
  if (attachment.type === "file") {
    if (text !== "") return -201;
    const code = assets.check("file", payload.token);
    return code === 0 ? { text, buttons: [], picture: String(payload.token) } : code;
  }
  if (attachment.type !== "template") return -201;
  return readTemplate(text, payload, rules, assets);
}

async function readTemplate(
  text: string,
  payload: Loose,
  rules: MessageRules,
  assets: Assets,
): Promise<Shown | number> {
  switch (payload.template_type) {
    case undefined: {
      if (!rules.buttons) return -233;
      const buttons = readButtons(payload.buttons);
      return buttons === null || text === "" ? -201 : { text, buttons, picture: null };
    }
    case "media": {
      const picture = await readPicture(payload.elements, rules, assets);
      return typeof picture === "number" ? picture : { text, buttons: [], picture };
    }
    case "request_user_info": {
      if (!rules.cards) return -233;
      return text === "" ? readCard(payload.elements, rules) : -201;
    }
    default:
      return -233;
  }
}

/** The vendors' manuals have all three parts as required. */
async function readCard(given: unknown, rules: MessageRules): Promise<Shown | number> {
  const [element, ...more] = Array.isArray(given) ? given.map(object) : [];
  if (!element || more.length > 0) return -201;
  const { title, subtitle, image_url: url } = element;
  const isText = (part: unknown, most: number) => typeof part === "string" && part !== "" && part.length <= most;
  if (!isText(title, 100) || !isText(subtitle, 500) || !isAddress(url)) return -201;
  if (rules.fetchesPhotos && !(await isPhoto(String(url)))) return -201;
  return { text: `${title}\n${subtitle}`, buttons: [], picture: String(url), card: true };
}

function readButtons(given: unknown): OaMessageButton[] | null {
  if (!Array.isArray(given) || given.length < 1 || given.length > 5) return null;
  const buttons = given.map(object);
  const fine = buttons.every((button) => {
    if (button === null || typeof button.title !== "string" || button.title === "" || button.title.length > 100)
      return false;
    if (button.type === "oa.open.url") return isAddress(object(button.payload)?.url);
    const query = button.type === "oa.query.hide" || button.type === "oa.query.show";
    return (
      query && typeof button.payload === "string" && button.payload !== "" && Buffer.byteLength(button.payload) <= 1000
    );
  });
  return fine ? (buttons as unknown as OaMessageButton[]) : null;
}

async function readPicture(given: unknown, rules: MessageRules, assets: Assets): Promise<string | number> {
  const [element, ...more] = Array.isArray(given) ? given.map(object) : [];
  if (element === null || element === undefined || more.length > 0 || element.media_type !== "image") return -201;
  const { url, attachment_id: id } = element;
  if ((url === undefined) === (id === undefined) || !rules.pictures) return -201;
  if (id !== undefined) {
    const code = assets.check("image", id);
    return code === 0 ? String(id) : code;
  }
  if (!isAddress(url)) return -201;
  return rules.fetchesPhotos && !(await isPhoto(String(url))) ? -201 : String(url);
}

const isAddress = (url: unknown): boolean => typeof url === "string" && /^https?:\/\/\S+$/.test(url);

/** Fetched as anybody would: no cookie, no redirect, an image of at most 1 MB. */
async function isPhoto(url: string): Promise<boolean> {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (answer === null || answer.status !== 200) return false;
  const bytes = await answer.arrayBuffer();
  return /^image\/(png|jpeg)$/.test(answer.headers.get("content-type") ?? "") && bytes.byteLength <= 1_000_000;
}
