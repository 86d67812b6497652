"""What pydicom reads of DICOM files, for tools/compare_with_pydicom.ts.

usage: pydicom_values.py FOLDER OUT

Writes a line of JSON for each *.dcm below FOLDER, and next to it in OUT the stored values (float64,
pixel_array) and, of grey films with a window or table, their brightness 0 .. 1 (float64) as
apply_modality_lut and apply_voi_lut give it.
"""

import json
import pathlib
import sys
import warnings

import numpy
import pydicom
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut

warnings.simplefilter("ignore")


def brightness(film, stored):
    """The values that apply_voi_lut() gives, over the range that it gives them."""
    values = apply_voi_lut(apply_modality_lut(stored, film), film)
    if "VOILUTSequence" in film:
        return values / (2 ** film.VOILUTSequence[0].LUTDescriptor[2] - 1)
    bits = film.BitsStored
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if film.PixelRepresentation else (0, 2**bits - 1)
    if "ModalityLUTSequence" in film:
        low, high = 0, 2 ** film.ModalityLUTSequence[0].LUTDescriptor[2] - 1
    elif "RescaleSlope" in film:
        low, high = (float(film.RescaleSlope) * end + float(film.RescaleIntercept) for end in (low, high))
    return (values - low) / (high - low)


def syntax(film):
    """What a film without meta information is written in, as pydicom found out."""
    if film.is_implicit_VR:
        return "1.2.840.10008.1.2"
    return "1.2.840.10008.1.2.1" if film.is_little_endian else "1.2.840.10008.1.2.2"


def read(path, name, out):
    film = pydicom.dcmread(path, force=True)
    if "TransferSyntaxUID" not in film.file_meta:
        film.file_meta.TransferSyntaxUID = syntax(film)
    stored = film.pixel_array
    stored.astype("<f8").tofile(out / f"{name}.stored")
    shows = "WindowWidth" in film or "VOILUTSequence" in film
    if shows and film.PhotometricInterpretation.startswith("MONOCHROME"):
        try:
            brightness(film, stored).astype("<f8").tofile(out / f"{name}.shown")
        except ValueError:
            pass  # A window that cannot be used.
    return {"shape": list(stored.shape)}


folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
for number, path in enumerate(sorted(folder.rglob("*.dcm"))):
    try:
        result = read(path, str(number), out)
    except Exception as error:  # Whatever it is, pydicom does not read the file.
        result = {"error": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps({"path": str(path), "number": number, **result}))
