/** Draws what it is sent, for as long as whoever started it lives: see drawer.ts. */
import { Resvg } from "@resvg/resvg-js";

// What ends the program is sent to all of its processes: this one is through with its work when the program is.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {});

/** Functions cannot be sent: what a label says of each item comes as a list. Whatever stands there is text, and no template. */
async function drawChart({ option, width, height }) {
  // The whole of the library as one file: it is there five times sooner than the parts of it that draw bars.
  const { init } = await import("echarts/dist/echarts.esm.min.mjs");
  for (const { label } of option.series)
    if (label?.texts !== undefined) label.formatter = ({ dataIndex }) => label.texts[dataIndex];
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

process.on("message", async ({ id, svg, options, chart }) => {
  try {
    if (chart !== undefined) process.send({ id, svg: await drawChart(chart) });
    else process.send({ id, png: new Resvg(svg, options).render().asPng() });
  } catch (error) {
    process.send({ id, problem: error.message });
  }
});
