import type { Figure } from "#http/scrape.ts";

/** A figure for each value of one label. */
export const by = (
  label: string,
  name: string,
  help: string,
  read: () => Promise<Readonly<Record<string, number>>>,
): Figure => ({
  ...{ name, help, labels: [label] },
  read: async () => Object.entries(await read()).map(([of, value]) => ({ labels: { [label]: of }, value })),
});

/** A figure there is one of. */
export const only = (name: string, help: string, read: () => Promise<number>): Figure => ({
  ...{ name, help, labels: [] },
  read: async () => [{ labels: {}, value: await read() }],
});
