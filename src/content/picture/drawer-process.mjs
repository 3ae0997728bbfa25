/** Draws what it is sent, one after the other, for as long as whoever started it lives: see drawer.ts. */
import { Resvg } from "@resvg/resvg-js";

// What ends the program is sent to all of its processes: this one is through with its work when the program is.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});

process.on("message", ({ id, svg, options }) => {
  try {
    process.send({ id, png: new Resvg(svg, options).render().asPng() });
  } catch (error) {
    process.send({ id, problem: error.message });
  }
});
