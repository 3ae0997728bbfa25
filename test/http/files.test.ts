import { expect, test } from "vitest";
import type { PrivateFile } from "#http/files.ts";
import { sampleServer } from "./sample.ts";

const name = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
const asked: string[] = [];
const made = new Map<string, PrivateFile>([
  ["made-for-one-person-picture", { kind: "png", bytes: png }],
  ["made-for-one-person-figures", { kind: "csv", bytes: Buffer.from("\ufeffa,b\r\n") }],
  ["made-for-one-person-report", { kind: "xlsx", bytes: Uint8Array.from([0x50, 0x4b]) }],
]);
const app = sampleServer({
  files: {
    async picture(given) {
      asked.push(given);
      return given === name ? png : null;
    },
    async privateFile(given) {
      asked.push(given);
      return made.get(given) ?? null;
    },
  },
});

test("a picture is there for whoever knows its name, from anywhere, and for ever", async () => {
  const answer = await app.inject(`/files/${name}.png`);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    "content-type": "image/png",
    "cache-control": "public, max-age=31536000, immutable",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
  });
  expect(answer.rawPayload).toEqual(Buffer.from(png));
});

test("another name is not found, and what is no name is not even looked for", async () => {
  expect((await app.inject(`/files/${name.replace("Z", "z")}.png`)).statusCode).toBe(404);
  asked.length = 0;
  for (const path of [`${name}.svg`, name, "a.png", `..%2f${name}.png`, `${name}.png/x`, ""]) {
    expect((await app.inject(`/files/${path}`)).statusCode).toBe(404);
  }
  expect(asked).toEqual([]);
});

test("what was made for one person is kept by nobody on the way, and a workbook is saved, not shown", async () => {
  const picture = await app.inject("/files/made-for-one-person-picture.png");
  expect(picture.statusCode).toBe(200);
  expect(picture.headers).toMatchObject({ "content-type": "image/png", "cache-control": "private, no-store" });
  const book = await app.inject("/files/made-for-one-person-report.xlsx");
  expect(book.headers).toMatchObject({
    "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "content-disposition": 'attachment; filename="bao-cao.xlsx"',
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(book.rawPayload.toString()).toBe("PK");
});

test("a table is saved, not shown, and said to be UTF-8", async () => {
  const table = await app.inject("/files/made-for-one-person-figures.csv");
  expect(table.headers).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="bao-cao.csv"',
    "cache-control": "private, no-store",
  });
  expect(table.rawPayload.toString("utf8")).toBe("\ufeffa,b\r\n");
});

test("a file has one ending: by another it is not found", async () => {
  expect((await app.inject("/files/made-for-one-person-picture.xlsx")).statusCode).toBe(404);
  expect((await app.inject("/files/made-for-one-person-report.png")).statusCode).toBe(404);
});

test("a server without pictures has none", async () => {
  expect((await sampleServer({}).inject(`/files/${name}.png`)).statusCode).toBe(404);
});
