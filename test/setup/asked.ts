import type { Tx } from "#db/connect.ts";

/** A statement without its values. */
function shapeOf(statement: unknown): string {
  if (typeof statement !== "object" || statement === null) return "?";
  const { queryChunks, value } = statement as { queryChunks?: unknown[]; value?: unknown };
  if (queryChunks !== undefined) return queryChunks.map(shapeOf).join("");
  return Array.isArray(value) ? value.join("") : "?";
}

/** What the database is asked while something is done. */
export function watched(tx: Tx): { readonly tx: Tx; readonly asked: string[] } {
  const asked: string[] = [];
  const watching = new Proxy(tx, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (name !== "execute") return typeof value === "function" ? value.bind(target) : value;
      return (statement: unknown) => {
        asked.push(shapeOf(statement));
        return target.execute(statement as never);
      };
    },
  });
  return { tx: watching, asked };
}
