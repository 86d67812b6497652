/**
 * From what a kernel publishes while a cell runs to the outputs that a notebook file keeps.
 *
 * @module
 */
import { asObject, type Json, type Message } from "./messages.ts";
import { splitLines } from "./notebook.ts";

/**
 * The outputs of a cell, in the order in which they came. Text written in pieces is joined, and a
 * display that was updated, such as a progress line, is kept as it was last.
 */
export function cellOutputs(messages: readonly Message[], executionCount: number): Json[] {
  const outputs: Json[] = [];
  const places = new Map<unknown, number>();
  for (const { type, content } of messages) {
    const { data, metadata = {}, name } = content;
    const displayId = asObject(content.transient).display_id;
    const last = outputs.at(-1);
    switch (type) {
      case "stream":
        if (last?.output_type === "stream" && last.name === name) {
          outputs[outputs.length - 1] = { ...last, text: `${last.text}${content.text}` };
        } else outputs.push({ output_type: "stream", name, text: content.text });
        break;
      case "display_data":
        if (displayId !== undefined) places.set(displayId, outputs.length);
        outputs.push({ output_type: "display_data", data, metadata });
        break;
      case "update_display_data": {
        const place = places.get(displayId);
        if (place !== undefined) outputs[place] = { output_type: "display_data", data, metadata };
        break;
      }
      case "execute_result":
        outputs.push({
          output_type: "execute_result",
          execution_count: executionCount,
          data,
          metadata,
        });
        break;
      case "error": {
        const { ename, evalue, traceback } = content;
        outputs.push({ output_type: "error", ename, evalue, traceback });
        break;
      }
    }
  }
  return outputs.map(withLines);
}

/** The error that a cell ended with, as one line; undefined where it ended well. */
export function cellError(outputs: readonly Json[]): string | undefined {
  const error = outputs.find(({ output_type }) => output_type === "error");
  return error && `${error.ename}: ${error.evalue}`;
}

/** Texts as lists of lines, as notebook files hold them. */
function withLines(output: Json): Json {
  if (output.output_type === "stream") return { ...output, text: splitLines(String(output.text)) };
  if (output.data === undefined) return output;
  const data = Object.entries(asObject(output.data)).map(([type, value]) => [
    type,
    typeof value === "string" && type.startsWith("text/") ? splitLines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}
