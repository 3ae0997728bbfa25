import { expect, test } from "vitest";
import { sampleServer } from "./sample.ts";

const name = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
const asked: string[] = [];
const app = sampleServer({
  files: {
    async picture(given) {
      asked.push(given);
      return given === name ? png : null;
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

test("a server without pictures has none", async () => {
  expect((await sampleServer({}).inject(`/files/${name}.png`)).statusCode).toBe(404);
});
