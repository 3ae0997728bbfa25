import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "#db/connect.ts";
import { register } from "#db/processes.ts";
import type { ProcessId } from "#domain/ids.ts";
import type { Log } from "#domain/log.ts";

const confirmMs = 5000;

/** Keeps this process in the list of running ones until it is disposed of or dies. */
export async function openPresence(
  databaseUrl: string,
  roles: readonly string[],
  now: Date,
  log: Log,
): Promise<AsyncDisposable & { readonly process: ProcessId }> {
  const connection = connect(databaseUrl, { max: 1, applicationName: "hocvu presence" });
  const process = await register(connection.db, roles, now);
  const stop = new AbortController();
  const keep = async () => {
    while (!stop.signal.aborted) {
      await sleep(confirmMs, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
      await register(connection.db, roles, now, process).catch((error) =>
        log.warn({ err: error }, "presence was lost"),
      );
    }
  };
  const kept = keep();
  return {
    process,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await kept;
      await connection.end();
    },
  };
}
