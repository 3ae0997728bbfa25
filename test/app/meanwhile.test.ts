import { expect, test } from "vitest";
import { meanwhile } from "#app/meanwhile.ts";
import { eventually } from "../setup/eventually.ts";
import { recordingLog } from "../setup/log.ts";

const away = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

test("lessons are published once the database is back, without anybody starting anything", async () => {
  const log = recordingLog();
  let tries = 0;
  let done = false;
  const work = async () => {
    if (++tries < 3) throw away();
    done = true;
  };
  await using _ = meanwhile(work, log, 1);
  await eventually("it is done", () => done);
  expect(tries).toBe(3);
  expect(log.lines.map(({ level }) => level)).toEqual(["warn", "warn"]);
});

test("another fault is said once, and ends it", async () => {
  const log = recordingLog();
  let tries = 0;
  const work = async () => {
    tries++;
    throw new Error("a fault of ours");
  };
  const running = meanwhile(work, log, 1);
  await eventually("it is said", () => log.lines.length > 0);
  await running[Symbol.asyncDispose]();
  expect({ tries, levels: log.lines.map(({ level }) => level) }).toEqual({ tries: 1, levels: ["error"] });
});

test("told to end while it waits, it ends", async () => {
  const log = recordingLog();
  const running = meanwhile(() => Promise.reject(away()), log, 3_600_000);
  await eventually("it waits", () => log.lines.length > 0);
  await running[Symbol.asyncDispose]();
  expect(log.lines).toHaveLength(1);
});
