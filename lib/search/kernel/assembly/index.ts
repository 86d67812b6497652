export { begin, finish } from "./nearest";
export { fromBlocks, scan, spreadQuery, toBlocks } from "./scan";
export { buildTable, probe } from "./multi_index";
