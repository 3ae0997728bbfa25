/** The whole of echarts as one file: it is there five times sooner than the parts of it that draw bars. */
declare module "echarts/dist/echarts.esm.min" {
  export { init } from "echarts";
}
