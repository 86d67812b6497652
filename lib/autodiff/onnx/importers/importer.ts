/**
 * What turns one ONNX operation into operators of a graph.
 *
 * @module
 */
import type { Tensor } from "../../graph.ts";
import type { NodeReader } from "../node_reader.ts";

/** Adds an operation to the graph; several results in ONNX's order. */
export type Importer = (node: NodeReader) => Tensor | readonly Tensor[];

/** Importers by ONNX operator. */
export type Importers = Readonly<Record<string, Importer>>;
