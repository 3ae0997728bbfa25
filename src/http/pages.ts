import type { FastifyInstance } from "fastify";
import { pageWords } from "#wording/pages.ts";
import { page } from "./page.ts";
import { serveFile, servePicture, serveText } from "./static.ts";

/** The front door. */
export function servePages(app: FastifyInstance, { demo }: { readonly demo: boolean }): void {
  serveText(app, "/", ".html", page(pageWords.front(demo)));
  serveFile(app, "/page.css", "page.css");
  serveFile(app, "/icon.svg", "icon.svg");
  // The sign that an Official Account shows on its card: the platform fetches it, and takes no SVG.
  servePicture(app, "/hoc-vu.png", "hoc-vu.png");
}
