/**
 * The elements that are read, by DICOM's names of them: group × 65536 + element (PS3.6).
 *
 * @module
 */

/** DICOM's tags. */
export const TAG = {
  mediaClass: 0x00020002,
  transferSyntax: 0x00020010,
  characterSet: 0x00080005,
  objectClass: 0x00080016,
  objectUid: 0x00080018,
  studyDate: 0x00080020,
  acquisitionDate: 0x00080022,
  modality: 0x00080060,
  patientId: 0x00100020,
  patientSex: 0x00100040,
  patientAge: 0x00101010,
  bodyPart: 0x00180015,
  imagerPixelSpacing: 0x00181164,
  viewPosition: 0x00185101,
  samplesPerPixel: 0x00280002,
  photometricInterpretation: 0x00280004,
  planarConfiguration: 0x00280006,
  numberOfFrames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  pixelSpacing: 0x00280030,
  bitsAllocated: 0x00280100,
  bitsStored: 0x00280101,
  highBit: 0x00280102,
  pixelRepresentation: 0x00280103,
  pixelPaddingValue: 0x00280120,
  pixelPaddingRangeLimit: 0x00280121,
  windowCenter: 0x00281050,
  windowWidth: 0x00281051,
  rescaleIntercept: 0x00281052,
  rescaleSlope: 0x00281053,
  rescaleType: 0x00281054,
  voiLutFunction: 0x00281056,
  redDescriptor: 0x00281101,
  greenDescriptor: 0x00281102,
  blueDescriptor: 0x00281103,
  redData: 0x00281201,
  greenData: 0x00281202,
  blueData: 0x00281203,
  segmentedRedData: 0x00281221,
  modalityLutSequence: 0x00283000,
  lutDescriptor: 0x00283002,
  modalityLutType: 0x00283004,
  lutData: 0x00283006,
  voiLutSequence: 0x00283010,
  pixelMeasures: 0x00289110,
  frameVoiLut: 0x00289132,
  pixelValueTransformation: 0x00289145,
  presentationLutShape: 0x20500020,
  sharedFunctionalGroups: 0x52009229,
  perFrameFunctionalGroups: 0x52009230,
  floatPixelData: 0x7fe00008,
  doublePixelData: 0x7fe00009,
  pixelData: 0x7fe00010,
  item: 0xfffee000,
  itemEnd: 0xfffee00d,
  sequenceEnd: 0xfffee0dd,
} as const;

/** A tag as DICOM's documents write it: `(0028,1053)`. */
export function tagText(tag: number): string {
  const digits = tag.toString(16).padStart(8, "0");
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}
