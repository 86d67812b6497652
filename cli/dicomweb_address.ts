/**
 * Where a DICOMweb server is, and the header that it wants, which never stands in a command: others
 * can list the machine's programs with what they were called with.
 *
 * @module
 */
import { Option } from "commander";
import type { DicomWebAddress } from "../lib/data/dicomweb/connection.ts";
import { readSecret } from "./secret_files.ts";

/** Where the header's value may stand. */
const VARIABLE = "COHASH_DICOMWEB_AUTHORIZATION";

/** The option that names a file with the header's value. */
export function authorizationFile(): Option {
  return new Option(
    "--authorization <file>",
    "of --dicomweb: a file with the value of the header Authorization, such as Bearer …; or set " +
      `it as ${VARIABLE}`,
  );
}

/**
 * The address, with the header's value of a file or the environment.
 *
 * @throws {InputError} if the file cannot be read, or everybody can read it
 */
export async function dicomWebAddress(
  url: string,
  file: string | undefined,
): Promise<DicomWebAddress> {
  const authorization = file === undefined
    ? Deno.env.get(VARIABLE)
    : await readSecret("--authorization", file);
  return { url, authorization };
}
