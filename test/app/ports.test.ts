import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { dropDatabase, emptyDatabase } from "../setup/database.ts";
import { hocvu } from "./hocvu.ts";

test.each([
  ["up", "PORT"],
  ["worker", "METRICS_PORT"],
])("hocvu %s whose %s is taken says so in one line, and has touched nothing", async (role, name) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const port = String((other.address() as AddressInfo).port);
  const url = await emptyDatabase();
  try {
    const { code, stdout, stderr } = await hocvu([role], { DATABASE_URL: url, [name]: port });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^hocvu: ${name} ${port} is taken: [^\\n]*\\n$`));
    await using connection = connect(url, { max: 1, applicationName: "hocvu tests" });
    expect([...(await connection.sql`select to_regclass('drizzle.__drizzle_migrations') as migrated`)]).toEqual([
      { migrated: null },
    ]);
  } finally {
    other.close();
    await dropDatabase(url);
  }
});
