import { openZaloOa } from "#channels/zalo-oa/open.ts";
import { receive } from "#conversation/receive.ts";
import { storeUpdate } from "#db/inbox.ts";
import { plainText } from "#domain/text.ts";
import { oneToken } from "../channels/samples.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import type { ChatWorld } from "./chat.ts";

/** An Official Account in a world of chats. */
export interface AccountInWorld extends AsyncDisposable {
  readonly fake: FakeZaloOa;
  /** What is owed for an event: the texts of the replies; null: it is not even stored. */
  does(chat: string, event: object): Promise<string[] | null>;
  says(chat: string, text: string): Promise<string[] | null>;
}

export function accountIn(w: ChatWorld): AccountInWorld {
  const fake = new FakeZaloOa();
  const channel = openZaloOa({ appId: fake.appId, apiRoot: "http://127.0.0.1:1", tokens: oneToken(), warn() {} });
  const does = async (chat: string, event: object) => {
    const key = channel.key(event);
    if (key === null) return null;
    const before = (await w.replies(chat)).length;
    const { update: updateKey } = key;
    const id = await w.database.db.transaction((tx) =>
      storeUpdate(tx, { bot: channel.bot, updateKey, chat: key.chat, payload: event, receivedAt: w.now }),
    );
    if (id !== null) await receive({ ...w.deps, readerOf: () => channel }, id);
    return (await w.replies(chat)).slice(before).map(({ text }) => plainText(text));
  };
  return {
    fake,
    does,
    says: async (chat, text) => does(chat, await fake.say(chat, text)),
    [Symbol.asyncDispose]: () => channel[Symbol.asyncDispose](),
  };
}
