import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Ended } from "../hocvu.ts";
import type { Office } from "./office.ts";

const program = path.join(import.meta.dirname, "..", "..", "..", "bin", "hocvu.mjs");

/** The environment of an installation with this office's account. */
export const envOf = ({ database, grants, server, key }: Office): Record<string, string> => ({
  DATABASE_URL: database.url,
  PUBLIC_URL: "https://hocvu.example.org",
  ZALO_OA_APP_ID: grants.appId,
  ZALO_OA_APP_SECRET: grants.appSecret,
  ZALO_OA_SECRET_KEY: "OaSecretKeyOfTheFake",
  ZALO_OA_API_ROOT: server.root,
  ZALO_OA_OAUTH_ROOT: server.root,
  HOCVU_SECRET_KEY: key,
});

/** Runs the real command line with `input` on its standard input. */
export async function piped(args: readonly string[], input: string, env: Record<string, string>): Promise<Ended> {
  const bare = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" };
  const child = spawn(process.execPath, [program, ...args], { env: { ...bare, ...env } });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
