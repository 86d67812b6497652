import { assert, assertEquals } from "@std/assert";
import {
  compareWithPydicom,
  hasPydicom,
  PYDICOM_FILES,
} from "../../../../tools/compare_with_pydicom.ts";

/** Files that pydicom reads and we refuse, and why; docs/dicom.md tells the same. */
const REFUSED: Readonly<Record<string, string>> = {
  "JPEG2000-embedded-sequence-delimiter.dcm": "its compressed pixel data is damaged",
  "SC_rgb_rle_16bit_2frame.dcm": "it holds 2 frames; expected one film",
  "SC_rgb_rle_2frame.dcm": "it holds 2 frames; expected one film",
  "SC_rgb_rle_32bit.dcm": "its samples take 32 bits; expected 8 or 16",
  "SC_rgb_rle_32bit_2frame.dcm": "it holds 2 frames; expected one film",
  "liver_1frame.dcm": "its samples take 1 bit, as those of a mask do; expected 8 or 16",
  "liver_expb_1frame.dcm": "its samples take 1 bit, as those of a mask do; expected 8 or 16",
  "rtdose.dcm": "it holds 15 frames; expected one film",
  "rtdose_1frame.dcm": "its samples take 32 bits; expected 8 or 16",
  "rtdose_expb.dcm": "it holds 15 frames; expected one film",
  "rtdose_expb_1frame.dcm": "its samples take 32 bits; expected 8 or 16",
  "rtdose_rle.dcm": "it holds 15 frames; expected one film",
  "rtdose_rle_1frame.dcm": "its samples take 32 bits; expected 8 or 16",
};

const isThere = await hasPydicom();
const reason = isThere ? "" : " (skipped: Debian's python3-pydicom is not installed)";

Deno.test({
  name: `pydicom's own test files are read as pydicom reads them${reason}`,
  ignore: !isThere,
  fn: async () => {
    const comparisons = await compareWithPydicom(PYDICOM_FILES);
    let read = 0;
    for (const { path, theirError, ourError, stored, shown = 0 } of comparisons) {
      const name = path.split("/").at(-1)!;
      if (theirError !== undefined) continue;
      if (ourError !== undefined) {
        assertEquals(ourError, REFUSED[name], name);
        continue;
      }
      assertEquals(stored, 0, name);
      assert(shown <= 1e-4, `${name}: ${shown}`);
      read++;
    }
    assert(read >= 18, `${read} files were read by both`);
  },
});
