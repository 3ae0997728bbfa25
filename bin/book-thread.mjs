/** Where the thread that makes workbooks begins (src/app/exporting/book-thread.ts): it runs TypeScript as the process does. */
import { run } from "./program.mjs";

await run("app/exporting/thread.ts");
