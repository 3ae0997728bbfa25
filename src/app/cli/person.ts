import { recordDeeds } from "#db/records/audit.ts";
import { readMyData } from "#db/records/my-data.ts";
import { lockLearner } from "#db/roster/people.ts";
import type { LearnerId } from "#domain/ids.ts";
import { eraseLearner } from "#learning/erase.ts";
import { type Answer, refused } from "./answer.ts";
import { documentOf } from "./print.ts";
import { noLearner, withDatabase, writeOut } from "./session.ts";

/** A person's data: to stdout, or to a file that only its owner may read. The audit says that it was handed out. */
export const exportLearner = (id: number, { out }: { readonly out?: string }): Promise<Answer> =>
  withDatabase(async ({ clock, db }) => {
    const data = await db.transaction(async (tx) => {
      const found = await readMyData(tx, id as LearnerId);
      const deed = { at: clock.now(), actor: "operator", deed: "export", subject: `learner:${id}` } as const;
      if (found !== null) await recordDeeds(tx, [deed]);
      return found;
    });
    if (data === null) return noLearner(id);
    if (out === undefined) return { json: data, lines: documentOf(data) };
    const failure = await writeOut(out, documentOf(data));
    return failure === null ? { json: data, lines: [`written to ${out}`] } : refused(failure);
  });

/** Once erased, asking again changes nothing. */
export const eraseOne = (id: number): Promise<Answer> =>
  withDatabase(async ({ clock, db }) => {
    const learner = id as LearnerId;
    const erased = await db.transaction(async (tx) => {
      if ((await lockLearner(tx, learner)) === null) return null;
      return (await eraseLearner(tx, learner, "operator", null, clock.now())).kind === "erased";
    });
    if (erased === null) return noLearner(id);
    const line = erased ? `learner ${id} is erased: only anonymous counts are kept` : `learner ${id} was erased before`;
    return { json: { id, erased: true, before: !erased }, lines: [line] };
  });
