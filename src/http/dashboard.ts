import type { FastifyInstance } from "fastify";
import { takeForms } from "./body.ts";
import { type DashboardDeps, openBoard } from "./dashboard/board.ts";
import { bookFile } from "./dashboard/books.ts";
import { cohortPage, cohortsPage } from "./dashboard/calendar.ts";
import { carePage } from "./dashboard/care.ts";
import { cookie } from "./dashboard/cookies.ts";
import { deedsPage } from "./dashboard/deeds.ts";
import { serveEntrance } from "./dashboard/entrance.ts";
import { exporting, exportsPage } from "./dashboard/exporting.ts";
import { lessonsPage } from "./dashboard/lessons.ts";
import { nudgeNow } from "./dashboard/nudging.ts";
import { overview } from "./dashboard/overview.ts";
import { unitPage } from "./dashboard/unit.ts";
import { readBeside, serveText } from "./static.ts";

/** Longer than any form of ours. */
const formLimitBytes = 4096;

/**
 * The supervisors' pages: whole without scripts, for who came in by a link of `/bang`. Each request reads the right anew, and
 * what lies outside it is answered exactly like what does not exist.
 */
export function serveDashboard(app: FastifyInstance, deps: DashboardDeps, host: string): void {
  serveText(app, "/dashboard.css", ".css", readBeside("dashboard/dashboard.css"));
  app.register(async (inside) => {
    inside.addHook("onRequest", async (_request, reply) => {
      // Within the site the origin is told: without it browsers would not say where a form comes from.
      reply.headers({ "cache-control": "no-store", "referrer-policy": "same-origin" });
    });
    takeForms(inside, formLimitBytes);
    const session = cookie("hocvu", deps.publicUrl?.startsWith("https:") === true, "Strict");
    serveEntrance(inside, deps, session, host);
    const board = openBoard(inside, deps, session, host);
    board.page("/dashboard", overview);
    board.page("/dashboard/don-vi/:id", unitPage);
    board.page("/dashboard/lop", cohortsPage);
    board.page("/dashboard/lop/:id", cohortPage);
    board.page("/dashboard/bai-hoc", lessonsPage);
    board.page("/dashboard/can-giup", carePage);
    board.page("/dashboard/xuat", exportsPage);
    board.page("/dashboard/tep/:id", bookFile);
    board.page("/dashboard/viec", deedsPage);
    board.action("/dashboard/nhac", nudgeNow);
    board.action("/dashboard/xuat", exporting(deps));
  });
}
