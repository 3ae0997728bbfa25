import { expect, test } from "vitest";
import { coalesce } from "#queue/coalesce.ts";

/** Work that waits to be let go, and remembers how often it began. */
function held() {
  const letGo: ((error?: Error) => void)[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => letGo.push((error) => (error === undefined ? resolve() : reject(error))));
  return { letGo, work };
}

test("calls made while the work runs share one more run", async () => {
  const { letGo, work } = held();
  const call = coalesce(work);
  const first = call();
  const later = [call(), call(), call()];
  expect(letGo).toHaveLength(1);
  letGo[0]!();
  await first;
  await Promise.resolve();
  expect(letGo).toHaveLength(2);
  letGo[1]!();
  await Promise.all(later);
  expect(letGo).toHaveLength(2);
});

test("a run that fails fails its own callers only", async () => {
  const { letGo, work } = held();
  const call = coalesce(work);
  const first = call();
  const second = call();
  letGo[0]!(new Error("the first"));
  await expect(first).rejects.toThrow("the first");
  await Promise.resolve();
  letGo[1]!();
  await second;
});

test("a call after the work has ended begins it anew", async () => {
  const { letGo, work } = held();
  const call = coalesce(work);
  for (const round of [0, 1, 2]) {
    const run = call();
    letGo[round]!();
    await run;
  }
  expect(letGo).toHaveLength(3);
});
