import type { Channel } from "#channels/channel.ts";
import { openSay } from "#conversation/say.ts";
import { connect } from "#db/connect.ts";
import { Lane } from "#delivery/lane.ts";
import type { Say } from "#delivery/prepare.ts";
import type { ProcessId } from "#domain/ids.ts";
import { SlidingBudget } from "#domain/rate.ts";
import { recordingLog } from "./log.ts";

let processes = 0;
let monotonic = 0;

/** A worker that holds a bot's lane on a clock that its test moves; seconds of the budget pass as it works. */
export async function openWorker(
  url: string,
  channel: Channel,
  now: () => Date,
  { budgetVndPerMonth = 0, templateId = null as string | null, say = openSay() as Say } = {},
) {
  const connection = connect(url, { max: 1, applicationName: "hocvu tests" });
  const lane = new Lane({
    connection,
    channel,
    process: ++processes as ProcessId,
    clock: { now, fromWall: (instant) => instant },
    monotonic: () => monotonic,
    budget: new SlidingBudget(1000, { maxUnderWay: 8, marginMs: 0 }),
    messagesPerMonth: null,
    budgetVndPerMonth,
    templateId,
    say,
    log: recordingLog(),
    answered: () => {},
    contact: () => {},
  });
  if (!(await lane.take())) throw new Error("the lane is held by another");
  monotonic += 5000; // a new holder waits for what the old one may still have sent
  return {
    lane,
    /** Lets leave what is due. */
    work: async () => {
      lane.ring();
      for (let quiet = 0; quiet < 3; ) {
        const wait = await lane.pump();
        await new Promise<void>((done) => setImmediate(done));
        monotonic += Math.min(Math.max(wait, 1), 100);
        quiet = wait === 0 || lane.underWay > 0 ? 0 : quiet + 1;
      }
    },
    /** The process dies: nothing is recorded any more. */
    die: () => connection.end(),
    end: async () => {
      await lane.drain(async () => {}, 1000);
      await connection.end();
    },
  };
}
