import { nearNames } from "#domain/near-name.ts";
import { variables } from "./config.ts";

/** A variable that is set and that nobody reads, and the one that is probably meant. */
export interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

/** So short or so common that something else beside us may be called nearly the same. */
const common: readonly string[] = ["HOST", "PORT", "HTTPS_PROXY", "NO_PROXY"];

const spaced = (name: string): string => name.replaceAll("_", " ");

/**
 * Variables one slip away from one that is unset: "TELEGRAM_BOT_TOKN", "hocvu_demo", "DATABASE_URI". What was meant is
 * silently off without them. Names alone: a value may be a secret.
 */
export function misspelt(env: Readonly<Record<string, string | undefined>>): Misspelt[] {
  const isSet = (name: string) => (env[name]?.trim() ?? "") !== "";
  const unset = variables.filter((name) => !common.includes(name) && !isSet(name));
  const unread = Object.keys(env).filter((name) => !variables.some((known) => known === name) && isSet(name));
  return unread.flatMap((name) => {
    const [near] = nearNames([spaced(name)], unset.map(spaced));
    return unset.filter((variable) => spaced(variable) === near).map((meant) => ({ name, meant }));
  });
}
