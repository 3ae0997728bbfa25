import { createHash } from "node:crypto";
import type { PictureHash } from "#domain/ids.ts";
import { type Chart, Drawer } from "./drawer.ts";
import { pictureFont } from "./font.ts";

/** A drawing is 360 units wide, as a small phone is in its own: three dots for each. */
const widthInDots = 1080;

/** What, beside the drawing, decides how a picture looks: another of them is another picture. */
export const drawnWith = `@resvg/resvg-js 2.6.2, @expo-google-fonts/be-vietnam-pro 0.4.1, ${widthInDots}`;

/** Names a picture by all that makes it what it is. */
export const pictureHash = (svg: string): PictureHash =>
  createHash("sha256").update(`${drawnWith}\n${svg}`).digest("hex") as PictureHash;

const drawer = new Drawer();

/**
 * A chart as a drawing, SVG.
 * @throws Error what is wrong with the chart, or that it could not be drawn
 */
export const drawChart = (chart: Chart): Promise<string> => drawer.chart(chart);

/**
 * The picture as PNG. Of fonts only ours are used, so the same drawing looks the same on every machine.
 * @throws Error what is wrong with the drawing, or that it could not be drawn
 */
export const drawPicture = (svg: string): Promise<Buffer> =>
  drawer.draw(svg, {
    fitTo: { mode: "width", value: widthInDots },
    font: { loadSystemFonts: false, fontFiles: [...pictureFont.files], defaultFontFamily: pictureFont.family },
  });
