import type { Message, Picture, PrivatePicture } from "#domain/message.ts";
import type { Pictures } from "../pictures.ts";
import type { Answer, OaCall } from "./client.ts";
import type { Post } from "./endpoint.ts";
import { expired, isRefused } from "./outcome.ts";
import { limits, typed } from "./render.ts";
import type { Stored, Uploads } from "./upload.ts";

/** So long an address that was refused is not offered again: it may have been out of reach for a while. */
const refusedForMs = 3_600_000;

/** Sends a message's picture with its text; null: the text alone is to be sent. */
export type SendPhoto = (
  call: OaCall,
  user: string,
  message: Message,
  picture: Picture | PrivatePicture,
) => Promise<Answer | null>;

export interface PhotoDeps {
  readonly post: Post;
  readonly pictures: Pictures;
  readonly uploads: Uploads;
  /** Where the world reaches our server; null: it does not. */
  readonly publicUrl: string | null;
  readonly monotonic: () => number;
}

/**
 * A picture goes by its public address, which costs no request and never expires; where Zalo does not take that, by an upload;
 * and where that is refused, too, the text alone says the same. Whatever was refused was not delivered, so one message at
 * most comes of it. A picture has no buttons beside it: what they ask is typed.
 */
export function photoSender(deps: PhotoDeps): SendPhoto {
  const { monotonic, pictures, post, uploads } = deps;
  let addressRefusedAt = Number.NEGATIVE_INFINITY;
  const byAddress = async (send: (element: object) => Promise<Answer>, picture: Picture | PrivatePicture) => {
    if (deps.publicUrl === null || monotonic() - addressRefusedAt < refusedForMs) return null;
    const found = "file" in picture ? pictures.filePath(picture.file) : pictures.path(picture.hash);
    const path = await found.catch(() => null);
    if (path === null) return null;
    const answer = await send({ url: deps.publicUrl + path });
    if (!isRefused(answer)) return answer;
    addressRefusedAt = monotonic();
    return null;
  };
  return async (call, user, message, picture) => {
    const { text } = typed(message);
    if (text.length > limits.text) return null;
    const send = (element: object) => post(call, { recipient: { user_id: user }, message: pictured(text, element) });
    const shown = await byAddress(send, picture);
    if (shown !== null) return shown;
    const key = "file" in picture ? null : picture.hash;
    for (let tries = 0; tries < 2; tries++) {
      const id = await uploads.idOf(call, key, () => pngOf(pictures, picture));
      if (id === null) return null;
      const answer = await send({ attachment_id: id });
      if (!isRefused(answer)) return answer;
      uploads.forget(key);
      if (answer.code !== expired) return null;
    }
    return null;
  };
}

async function pngOf(pictures: Pictures, picture: Picture | PrivatePicture): Promise<Stored | null> {
  if ("file" in picture) {
    const file = await pictures.file(picture.file);
    return file?.kind === "png" ? { kind: "png", bytes: file.bytes } : null;
  }
  const bytes = await pictures.png(picture.hash);
  return bytes === null ? null : { kind: "png", bytes };
}

const pictured = (text: string, element: object) => ({
  text,
  attachment: {
    type: "template",
    payload: { template_type: "media", elements: [{ media_type: "image", ...element }] },
  },
});
