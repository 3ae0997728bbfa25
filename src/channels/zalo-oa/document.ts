import type { FileId } from "#domain/ids.ts";
import type { Pictures } from "../pictures.ts";
import type { Answer, OaCall } from "./client.ts";
import type { Post } from "./endpoint.ts";
import { expired, isRefused } from "./outcome.ts";
import type { Uploads } from "./upload.ts";

/** Sends a file in place of a message's text; null: the text alone is to be sent. */
export type SendDocument = (call: OaCall, user: string, id: FileId) => Promise<Answer | null>;

/**
 * A file goes by an upload, and alone: Zalo has no text beside one, so the text, which says where else the file is, goes only
 * where there is no file. Of what we make, a CSV is among the formats that Zalo lists (pdf, doc, docx, csv); a workbook is
 * not, so it stays an address in the text that expires. A file that was refused was not delivered.
 */
export function documentSender(post: Post, pictures: Pictures, uploads: Uploads): SendDocument {
  return async (call, user, id) => {
    // Read each time, also where it is on the shelf already: its person may no longer see what it tells.
    const file = await pictures.file(id).catch(() => null);
    if (file?.kind !== "csv") return null;
    const stored = { kind: file.kind, bytes: file.bytes };
    const key = `file ${id}`;
    for (let tries = 0; tries < 2; tries++) {
      const token = await uploads.idOf(call, key, async () => stored);
      if (token === null) return null;
      const message = { attachment: { type: "file", payload: { token } } };
      const answer = await post(call, { recipient: { user_id: user }, message });
      if (!isRefused(answer)) return answer;
      uploads.forget(key);
      if (answer.code !== expired) return null;
    }
    return null;
  };
}
