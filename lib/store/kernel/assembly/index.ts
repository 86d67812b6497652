export { begin, finish } from "./nearest";
export { scan, spreadQuery, toBlocks } from "./scan";
export { buildTable, probe } from "./multi_index";
export { beginBest, finishBest } from "./best";
export { scoreCodes } from "./relevance";
