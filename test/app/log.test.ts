import { expect, test } from "vitest";
import { openLog, redactor } from "#app/log.ts";

test("a secret never reaches the sink, whatever carries it", () => {
  const lines: string[] = [];
  const token = "123456789:AAExampleOfASecretPart";
  const log = openLog("info", [token, 'pa"ss word'], (line) => lines.push(line));
  log.info({ url: `https://api.telegram.org/bot${token}/sendMessage` }, `calling ${encodeURIComponent(token)}`);
  log.error({ err: new Error(`connect postgres://app:pa"ss word@db/x failed`, { cause: new Error(token) }) }, "broke");
  log.warn({ other: "987654321:BBAnotherTokenNobodyConfigured" }, "redis://user:hunter22@cache:6379");
  const all = lines.join("");
  expect(lines).toHaveLength(3);
  for (const leak of [token, encodeURIComponent(token), "AAExample", 'pa"ss', 'pa\\"ss', "BBAnother", "hunter22"]) {
    expect(all).not.toContain(leak);
  }
  expect(all).toContain("[secret]");
});

test("what the database or a platform quotes of a person is not logged; where it broke is", () => {
  const lines: string[] = [];
  const log = openLog("info", [], (line) => lines.push(line));
  class PostgresError extends Error {
    override readonly name = "PostgresError";
    readonly code = "23505";
    readonly constraint_name = "people_email";
  }
  class DrizzleQueryError extends Error {}
  const cause = new PostgresError("duplicate key: (email)=(lan@example.org)");
  log.error({ err: new DrizzleQueryError("Failed query: params: Nguyễn Thị Lan", { cause }) }, "could not store");
  expect(lines[0]).not.toMatch(/Lan|lan@/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ err: { cause: { code: "23505", constraint: "people_email" } } });
  expect(lines[0]).toContain("log.test.ts");
});

test("what is no secret stays readable", () => {
  expect(redactor([])('{"delivery":12,"time":"2026-03-02T07:30:00.000Z"}')).toBe(
    '{"delivery":12,"time":"2026-03-02T07:30:00.000Z"}',
  );
});
