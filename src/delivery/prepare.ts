import type { Channel } from "#channels/channel.ts";
import { typedText } from "#channels/plain.ts";
import { isQueryError, type Tx } from "#db/connect.ts";
import { type Leaving, markSending, openAttempts } from "#db/delivery/deliveries.ts";
import type { AttemptId, LessonVersionId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Ready } from "./departures.ts";
import type { Tried } from "./settle.ts";

/** Says what a lesson or a reminder says: decided when it leaves, by what stands then. */
export type Say = (tx: Tx, leaving: Leaving, attempt: Leaving["attempt"], now: Date) => Promise<Message>;

/**
 * Opens what is about to be shown, says what is to be said, and marks it all as `sending`. What cannot be said has ended:
 * one row that cannot be must not keep all others of its bot from leaving.
 */
export async function prepare(
  tx: Tx,
  { channel, log, say }: { readonly channel: Channel; readonly log: Log; readonly say: Say },
  rows: readonly Leaving[],
  now: Date,
): Promise<{ ready: Ready[]; unsayable: Tried[] }> {
  const opened = await openAttempts(tx, rows.flatMap(shownBy), now);
  const composed: { row: Leaving; message: Message; attempt: AttemptId | null; version: LessonVersionId | null }[] = [];
  const unsayable: Tried[] = [];
  for (const row of rows) {
    const fresh = row.learnerId === null ? undefined : opened.get(row.learnerId);
    const attempt =
      row.attempt ??
      (fresh === undefined ? null : { ...fresh, lessonVersionId: row.lessonVersionId!, completed: false, answers: [] });
    const message = row.body ?? (await say(tx, row, attempt, now).catch((error) => unsaid(error, row, log)));
    if (message === null) {
      unsayable.push({
        row: { ...row, tryNumber: row.sends },
        outcome: { kind: "refused", reason: "cannot be said" },
        reason: null,
        unsent: true,
      });
      continue;
    }
    if (typedText(message).length > channel.limits.text) {
      log.error({ delivery: row.id, kind: row.kind }, "a message is longer than its channel allows");
    }
    const [shown] = shownBy(row);
    composed.push({ row, message, attempt: fresh?.id ?? null, version: shown?.lessonVersionId ?? null });
  }
  const tries = await markSending(
    tx,
    composed.map(({ row, attempt, version }) => ({ id: row.id, attempt, version })),
  );
  const ready = composed.map(({ row, message }) => ({ row: { ...row, tryNumber: tries.get(row.id)! }, message }));
  return { ready, unsayable };
}

/** What the database refused ends the transaction in any case: that is not the row's fault. */
function unsaid(error: unknown, { id, kind, lessonVersionId }: Leaving, log: Log): null {
  if (isQueryError(error)) throw error;
  log.error(
    { err: error, delivery: id, kind, lesson: lessonVersionId },
    "a message cannot be composed: it is given up",
  );
  return null;
}

/** The lesson a delivery shows, in the version the learner saw first. */
function shownBy(row: Leaving) {
  if (row.kind !== "lesson" || row.learnerId === null || row.lessonVersionId === null) return [];
  const lessonVersionId = row.attempt?.lessonVersionId ?? row.lessonVersionId;
  return [{ learnerId: row.learnerId, deliveryId: row.id, lessonVersionId }];
}
