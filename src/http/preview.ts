import type { FastifyInstance } from "fastify";
import type { Log } from "#domain/log.ts";
import { previewWords } from "#wording/preview.ts";
import { serveEvents } from "./events.ts";
import { filled } from "./page.ts";
import type { PreviewStep } from "./preview-view.ts";
import { onlyOurPage } from "./same-origin.ts";
import { bareServer, listening, type Server } from "./server.ts";
import { readBeside, serveFile, serveText } from "./static.ts";

/** What the page shows of a lesson's file. */
export interface PreviewState {
  /** Grows with every reading of the file. */
  readonly version: number;
  readonly file: string;
  readonly faults: readonly {
    /** "12", or "course.yaml:3" for another file's. */
    readonly place: string;
    readonly message: string;
    readonly kind: "error" | "warning";
  }[];
  /** The last reading without a fault; null: there was none. */
  readonly shown: { readonly title: string; readonly note: string; readonly steps: readonly PreviewStep[] } | null;
  /** What is shown is older than the file. */
  readonly stale: boolean;
}

export interface Preview {
  readonly state: () => PreviewState;
  /** Returns how to hear no more. */
  readonly onChange: (listener: () => void) => () => void;
}

export interface PreviewDeps {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly log: Log;
  readonly preview: Preview;
}

/** A page of its own for whoever writes a lesson on this machine. Rejects when the address cannot be had. */
export const openPreview = (deps: PreviewDeps): Promise<Server> => listening(buildPreview(deps), deps.host, deps.port);

/** The server before it listens. */
export function buildPreview({ host, log, preview }: PreviewDeps): FastifyInstance {
  const app = bareServer(log);
  onlyOurPage(app, host);
  const page = filled(readBeside("preview/index.html"), previewWords.page, previewWords.script);
  serveText(app, "/", ".html", page);
  serveFile(app, "/icon.svg", "icon.svg");
  serveFile(app, "/page.css", "page.css"); // for what is not there
  serveFile(app, "/looks.css", "chat/looks.css");
  for (const file of ["preview.css", "preview.js"]) serveFile(app, `/${file}`, `preview/${file}`);
  serveEvents(app, () => newsOf(preview), preview.onChange);
  return app;
}

/** The state whenever it is another than the one told before. */
function newsOf({ state }: Preview): () => Promise<PreviewState | null> {
  let told = 0;
  return async () => {
    const current = state();
    if (current.version === told) return null;
    told = current.version;
    return current;
  };
}
