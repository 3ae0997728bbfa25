/** What `npm test` did not find and could not install; it has said so loudly. A single `vitest run` expects everything. */
const without = (process.env.HOCVU_TESTS_WITHOUT ?? "").split(",");

export const hasRedis = !without.includes("redis");
export const hasBrowser = !without.includes("browser");
