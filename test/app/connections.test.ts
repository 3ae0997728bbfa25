import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { connectionsOf } from "#app/connections.ts";
import { allRoles, type Role } from "#app/roles.ts";

const docs = path.resolve(import.meta.dirname, "..", "..", "docs");

describe.each(["operate.md", "van-hanh.md"])("the connections that %s reckons with", (file) => {
  const text = readFileSync(path.join(docs, file), "utf8");
  const sum = String.raw`(\d+)(?: \+ (\d*)b)?`;
  const rows = [
    ...text.matchAll(new RegExp(`^\\| \`(web|bot|worker|scheduler|up)\` \\| ${sum} \\| ${sum} \\|$`, "gm")),
  ];

  test("are there for every role", () => {
    expect(rows.map(([, role]) => role).sort()).toEqual(["bot", "scheduler", "up", "web", "worker"]);
  });

  test.each([0, 1, 2, 7])("are those that a process may open, with %i bots", (bots) => {
    const each = (fixed: string, times: string | undefined) =>
      Number(fixed) + (times === undefined ? 0 : times === "" ? bots : Number(times) * bots);
    for (const [, role, fixed, times, redisFixed, redisTimes] of rows) {
      const roles = role === "up" ? allRoles : [role as Role];
      expect(each(fixed!, times), role).toBe(connectionsOf(roles, { bots, queue: "postgresql" }));
      expect(each(redisFixed!, redisTimes), role).toBe(connectionsOf(roles, { bots, queue: "redis" }));
    }
  });

  test("fit into the server that it shows: those of its example, and ten for people", () => {
    const sum = 2 * allRoles.reduce((all, role) => all + connectionsOf([role], { bots: 2, queue: "postgresql" }), 0);
    const [, told, advised] = /= (\d+), \S+ `max_connections = (\d+)`/.exec(text)!;
    expect(Number(told)).toBe(sum);
    expect(Number(advised)).toBeGreaterThanOrEqual(sum + 10);
    expect(/^max_connections = (\d+)/m.exec(text)![1]).toBe(advised);
  });
});
