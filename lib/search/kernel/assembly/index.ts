export { begin, finish } from "./nearest";
export { fromBlocks, scan, toBlocks } from "./scan";
export { buildTable, probe } from "./multi_index";
