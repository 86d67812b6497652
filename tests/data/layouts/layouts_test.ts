import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InputError } from "../../../lib/base/errors.ts";
import { CHEXPERT_LABELS } from "../../../lib/data/layouts/chexpert.ts";
import {
  knownLayout,
  type LabelTableOptions,
  parseLabels,
} from "../../../lib/data/layouts/read_labels.ts";
import { LAYOUT_NAMES, type LayoutName, LAYOUTS } from "../../../lib/data/layouts/registry.ts";
import { parseTable } from "../../../lib/data/tables/parse_table.ts";

/** A made-up table with an official header, and what it says. */
interface Example {
  readonly layout: LayoutName;
  readonly file: string;
  readonly csv: string;
  /** The table of images, where labels are of studies. */
  readonly images?: string;
  /** The films: id, patient, sex, age, view, and labels that are not absent with their values. */
  readonly films: readonly Film[];
}

type Film = readonly [
  id: string,
  patient: string,
  sex: string,
  age: number,
  view: string,
  labels: Readonly<Record<string, number>>,
];

const CHEXPERT =
  "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema," +
  "Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture," +
  "Support Devices";
/** MIMIC's order of the same labels. */
const MIMIC = "Atelectasis,Cardiomegaly,Consolidation,Edema,Enlarged Cardiomediastinum,Fracture," +
  "Lung Lesion,Lung Opacity,No Finding,Pleural Effusion,Pleural Other,Pneumonia,Pneumothorax," +
  "Support Devices";
const MIMIC_METADATA =
  "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition," +
  "Rows,Columns,StudyDate,StudyTime,ProcedureCodeSequence_CodeMeaning," +
  "ViewCodeSequence_CodeMeaning,PatientOrientationCodeSequence_CodeMeaning";
const PADCHEST = ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth," +
  "PatientSex_DICOM,ViewPosition_DICOM,Projection,MethodProjection,Pediatric,Modality_DICOM," +
  "Manufacturer_DICOM,PhotometricInterpretation_DICOM,PixelRepresentation_DICOM," +
  "PixelAspectRatio_DICOM,SpatialResolution_DICOM,BitsStored_DICOM,WindowCenter_DICOM," +
  "WindowWidth_DICOM,Rows_DICOM,Columns_DICOM,XRayTubeCurrent_DICOM,Exposure_DICOM," +
  "ExposureInuAs_DICOM,ExposureTime,RelativeXRayExposure_DICOM,ReportID,Report,MethodLabel,Labels," +
  "Localizations,LabelsLocalizationsBySentence,labelCUIS,LocalizationsCUIS";
const VINDR_LABELS =
  "Aortic enlargement,Atelectasis,Calcification,Cardiomegaly,Clavicle fracture," +
  "Consolidation,Edema,Emphysema,Enlarged PA,ILD,Infiltration,Lung Opacity,Lung cavity,Lung cyst," +
  "Mediastinal shift,Nodule/Mass,Pleural effusion,Pleural thickening,Pneumothorax," +
  "Pulmonary fibrosis,Rib fracture,Other lesion,COPD,Lung tumor,Pneumonia,Tuberculosis," +
  "Other diseases,No finding";
const CXR_LT = "Adenopathy,Atelectasis,Azygos Lobe,Calcification of the Aorta,Cardiomegaly," +
  "Clavicle Fracture,Consolidation,Edema,Emphysema,Enlarged Cardiomediastinum,Fibrosis,Fissure," +
  "Fracture,Granuloma,Hernia,Hydropneumothorax,Infarction,Infiltration,Kyphosis,Lobar Atelectasis," +
  "Lung Lesion,Lung Opacity,Mass,Nodule,Normal,Pleural Effusion,Pleural Other,Pleural Thickening," +
  "Pneumomediastinum,Pneumonia,Pneumoperitoneum,Pneumothorax,Pulmonary Embolism," +
  "Pulmonary Hypertension,Rib Fracture,Round(ed) Atelectasis,Subcutaneous Emphysema," +
  "Support Devices,Tortuous Aorta,Tuberculosis";

/** A row of a table with these cells, the others empty, or what `fill` says. */
function row(header: string, cells: Readonly<Record<string, string>>, fill = ""): string {
  for (const name of Object.keys(cells)) assert(header.split(",").includes(name), name);
  return header.split(",").map((name) => cells[name] ?? fill).join(",");
}

function csv(header: string, ...rows: readonly string[]): string {
  return `${[header, ...rows].join("\n")}\n`;
}

const TRAIN_HEADER = `Path,Sex,Age,Frontal/Lateral,AP/PA,${CHEXPERT}`;
const BRAX_HEADER = "DicomPath,PngPath,PatientID,PatientSex,PatientAge,AccessionNumber,StudyDate," +
  `${CHEXPERT},ViewPosition,Rows,Columns,Manufacturer`;
const IMAGE = "id_0e0a/Study_1.2/Series_3.4/image-5-6";
const BRAX = csv(
  BRAX_HEADER,
  row(BRAX_HEADER, {
    DicomPath: `Anonymized_DICOMs/${IMAGE}.dcm`,
    PngPath: `images/${IMAGE}.png`,
    PatientID: "e5c1",
    PatientSex: "F",
    PatientAge: "60",
    ViewPosition: "PA",
    Cardiomegaly: "1",
  }),
);
const COVID_HEADER = "patientid,offset,sex,age,finding,RT_PCR_positive,survival,intubated," +
  "intubation_present,went_icu,in_icu,needed_supplemental_O2,extubated,temperature,pO2_saturation," +
  "leukocyte_count,neutrophil_count,lymphocyte_count,view,modality,date,location,folder,filename," +
  "doi,url,license,clinical_notes,other_notes,";

const EXAMPLES: readonly Example[] = [
  {
    layout: "chexpert",
    file: "valid.csv",
    csv: csv(
      TRAIN_HEADER,
      row(TRAIN_HEADER, {
        Path: "CheXpert-v1.0/valid/patient64541/study1/view1_frontal.jpg",
        Sex: "Male",
        Age: "73",
        "Frontal/Lateral": "Frontal",
        "AP/PA": "AP",
        Edema: "1.0",
        Fracture: "-1.0",
      }),
    ),
    films: [[
      "CheXpert-v1.0/valid/patient64541/study1/view1_frontal.jpg",
      "patient64541",
      "M",
      73,
      "AP",
      { Edema: 1, Fracture: NaN },
    ]],
  },
  {
    layout: "mimic",
    file: "mimic-cxr-2.0.0-chexpert.csv.gz",
    csv: csv(
      `subject_id,study_id,${MIMIC}`,
      row(`subject_id,study_id,${MIMIC}`, {
        subject_id: "10000032",
        study_id: "50414267",
        Edema: "1.0",
        Pneumonia: "-1.0",
      }),
      row(`subject_id,study_id,${MIMIC}`, {
        subject_id: "10000764",
        study_id: "57375967",
        "No Finding": "1.0",
      }),
    ),
    images: csv(
      MIMIC_METADATA,
      row(MIMIC_METADATA, {
        dicom_id: "02aa804e-bde0afdd",
        subject_id: "10000032",
        study_id: "50414267",
        ViewPosition: "PA",
      }),
      row(MIMIC_METADATA, {
        dicom_id: "174413ec-4ec4c1f7",
        subject_id: "10000032",
        study_id: "50414267",
        ViewPosition: "LATERAL",
      }),
      row(MIMIC_METADATA, {
        dicom_id: "096052b7-d256dc40",
        subject_id: "10000764",
        study_id: "57375967",
        ViewPosition: "AP",
      }),
    ),
    films: [
      ["02aa804e-bde0afdd", "10000032", "", NaN, "PA", { Edema: 1, Pneumonia: NaN }],
      ["174413ec-4ec4c1f7", "10000032", "", NaN, "LATERAL", { Edema: 1, Pneumonia: NaN }],
      ["096052b7-d256dc40", "10000764", "", NaN, "AP", {}],
    ],
  },
  {
    layout: "padchest",
    file: "PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv",
    csv: csv(
      PADCHEST,
      row(PADCHEST, {
        "": "0",
        ImageID: "2168_k6ga29.png",
        PatientID: "8398",
        PatientBirth: "1938.0",
        StudyDate_DICOM: "20140915",
        PatientSex_DICOM: "F",
        Projection: "PA",
        Labels: `"['cardiomegaly', ' pleural effusion']"`,
      }),
      row(PADCHEST, {
        "": "1",
        ImageID: "1358_fzis7d.png",
        PatientID: "3135",
        PatientBirth: "1945.0",
        StudyDate_DICOM: "20150102",
        PatientSex_DICOM: "M",
        Projection: "AP_horizontal",
        Labels: "['normal']",
      }),
      row(PADCHEST, { "": "2", ImageID: "1138_3k951l.png", PatientID: "3135", Projection: "L" }),
    ),
    films: [
      ["2168_k6ga29.png", "8398", "F", 76, "PA", { cardiomegaly: 1, "pleural effusion": 1 }],
      ["1358_fzis7d.png", "3135", "M", 70, "AP", {}],
      [
        "1138_3k951l.png",
        "3135",
        "",
        NaN,
        "LATERAL",
        { cardiomegaly: NaN, "pleural effusion": NaN },
      ],
    ],
  },
  {
    layout: "vindr",
    file: "annotations_train.csv",
    csv: csv(
      "image_id,rad_id,class_name,x_min,y_min,x_max,y_max",
      "a,R1,Cardiomegaly,1,2,3,4",
      "a,R1,Nodule/Mass,1,2,3,4",
      "a,R1,Nodule/Mass,5,6,7,8",
      "a,R2,Cardiomegaly,1,2,3,4",
      "a,R3,No finding,,,,",
      "b,R1,No finding,,,,",
    ),
    films: [
      ["a", "unknown: a", "", NaN, "", {
        Cardiomegaly: Math.fround(2 / 3),
        "Nodule/Mass": Math.fround(1 / 3),
      }],
      ["b", "unknown: b", "", NaN, "", {}],
    ],
  },
  {
    layout: "vindr",
    file: "annotations_test.csv",
    csv: csv(
      "image_id,class_name,x_min,y_min,x_max,y_max",
      "a,Cardiomegaly,1,2,3,4",
      "a,Nodule/Mass,1,2,3,4",
      "b,No finding,,,,",
    ),
    films: [
      ["a", "unknown: a", "", NaN, "", { Cardiomegaly: 1, "Nodule/Mass": 1 }],
      ["b", "unknown: b", "", NaN, "", {}],
    ],
  },
  {
    layout: "vindr",
    file: "image_labels_train.csv",
    csv: csv(
      `image_id,rad_id,${VINDR_LABELS}`,
      row(`image_id,rad_id,${VINDR_LABELS}`, { image_id: "a", rad_id: "R1", COPD: "1" }, "0"),
      row(`image_id,rad_id,${VINDR_LABELS}`, { image_id: "a", rad_id: "R2", COPD: "1" }, "0"),
      row(`image_id,rad_id,${VINDR_LABELS}`, { image_id: "a", rad_id: "R3" }, "0"),
    ),
    films: [["a", "unknown: a", "", NaN, "", { COPD: Math.fround(2 / 3) }]],
  },
  {
    layout: "vindr",
    file: "image_labels_test.csv",
    csv: csv(
      `image_id,${VINDR_LABELS}`,
      row(`image_id,${VINDR_LABELS}`, { image_id: "a", "Lung tumor": "1" }, "0"),
    ),
    films: [["a", "unknown: a", "", NaN, "", { "Lung tumor": 1 }]],
  },
  {
    layout: "vinbigdata",
    file: "train.csv",
    csv: csv(
      "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max",
      "a,Pleural effusion,10,R8,1,2,3,4",
      "a,No finding,14,R9,,,,",
    ),
    films: [["a", "unknown: a", "", NaN, "", { "Pleural effusion": 0.5 }]],
  },
  {
    layout: "openi",
    file: "indiana_reports.csv",
    csv: csv(
      "uid,MeSH,Problems,image,indication,comparison,findings,impression",
      '1,normal,normal,"Xray Chest PA and Lateral",,,,',
      "2,Cardiomegaly/borderline;Pulmonary Artery/enlarged,Cardiomegaly;Pulmonary Artery,,,,,",
      "3,No Indexing,No Indexing,,,,,",
    ),
    images: csv(
      "uid,filename,projection",
      "1,1_IM-0001-4001.dcm.png,Frontal",
      "2,2_IM-0652-1001.dcm.png,Frontal",
      "2,2_IM-0652-2001.dcm.png,Lateral",
      "3,3_IM-1384-1001.dcm.png,Frontal",
    ),
    films: [
      ["1_IM-0001-4001.dcm.png", "1", "", NaN, "", {}],
      ["2_IM-0652-1001.dcm.png", "2", "", NaN, "", { Cardiomegaly: 1, "Pulmonary Artery": 1 }],
      ["2_IM-0652-2001.dcm.png", "2", "", NaN, "LATERAL", {
        Cardiomegaly: 1,
        "Pulmonary Artery": 1,
      }],
      ["3_IM-1384-1001.dcm.png", "3", "", NaN, "", { Cardiomegaly: NaN, "Pulmonary Artery": NaN }],
    ],
  },
  {
    layout: "brax",
    file: "master_spreadsheet_update.csv",
    csv: BRAX,
    films: [[`images/${IMAGE}.png`, "e5c1", "F", 60, "PA", { Cardiomegaly: 1 }]],
  },
  {
    layout: "brax-dicom",
    file: "master_spreadsheet_update.csv",
    csv: BRAX,
    films: [[`Anonymized_DICOMs/${IMAGE}.dcm`, "e5c1", "F", 60, "PA", { Cardiomegaly: 1 }]],
  },
  {
    layout: "cxr-lt",
    file: "train_labeled.csv",
    csv: csv(
      `dicom_id,subject_id,study_id,fpath,${CXR_LT}`,
      row(
        `dicom_id,subject_id,study_id,fpath,${CXR_LT}`,
        {
          dicom_id: "02aa804e-bde0afdd",
          subject_id: "10000032",
          study_id: "50414267",
          fpath: "p10/p10000032/s50414267/02aa804e-bde0afdd.jpg",
          "Tortuous Aorta": "1",
        },
        "0",
      ),
    ),
    films: [["02aa804e-bde0afdd", "10000032", "", NaN, "", { "Tortuous Aorta": 1 }]],
  },
  {
    layout: "rsna",
    file: "stage_2_train_labels.csv",
    csv: csv(
      "patientId,x,y,width,height,Target",
      "0004cfab,,,,,0",
      "00436515,264.0,152.0,213.0,379.0,1",
      "00436515,562.0,152.0,256.0,453.0,1",
    ),
    films: [
      ["0004cfab", "unknown: 0004cfab", "", NaN, "", {}],
      ["00436515", "unknown: 00436515", "", NaN, "", { "Lung Opacity": 1 }],
    ],
  },
  {
    layout: "rsna",
    file: "stage_2_detailed_class_info.csv",
    csv: csv(
      "patientId,class",
      "0004cfab,No Lung Opacity / Not Normal",
      "003d8fa0,Normal",
      "00436515,Lung Opacity",
      "00436515,Lung Opacity",
    ),
    films: [
      ["0004cfab", "unknown: 0004cfab", "", NaN, "", { "No Lung Opacity / Not Normal": 1 }],
      ["003d8fa0", "unknown: 003d8fa0", "", NaN, "", {}],
      ["00436515", "unknown: 00436515", "", NaN, "", { "Lung Opacity": 1 }],
    ],
  },
  {
    layout: "siim",
    file: "train-rle.csv",
    csv: csv(
      "ImageId, EncodedPixels",
      "1.2.3, -1",
      "1.2.4, 557374 2 1015",
      "1.2.4, 5 2 1015",
      "1.2.5,nan",
    ),
    films: [
      ["1.2.3", "unknown: 1.2.3", "", NaN, "", {}],
      ["1.2.4", "unknown: 1.2.4", "", NaN, "", { Pneumothorax: 1 }],
      ["1.2.5", "unknown: 1.2.5", "", NaN, "", { Pneumothorax: NaN }],
    ],
  },
  {
    layout: "object-cxr",
    file: "dev.csv",
    csv: csv("image_name,annotation", "08001.jpg,0 1 2 3 4;0 5 6 7 8", "08002.jpg,"),
    films: [
      ["08001.jpg", "unknown: 08001.jpg", "", NaN, "", { "Foreign Object": 1 }],
      ["08002.jpg", "unknown: 08002.jpg", "", NaN, "", {}],
    ],
  },
  {
    layout: "nih-google",
    file: "google2019_nih-chest-xray-labels.csv",
    csv: csv(
      "Image Index,Fracture,Pneumothorax,Airspace opacity,Nodule or mass",
      "00000211_006.png,NO,YES,NO,YES",
    ),
    films: [
      ["00000211_006.png", "00000211", "", NaN, "", { Pneumothorax: 1, "Nodule or mass": 1 }],
    ],
  },
  {
    layout: "covid",
    file: "metadata.csv",
    csv: csv(
      COVID_HEADER,
      row(COVID_HEADER, {
        patientid: "2",
        sex: "M",
        age: "65",
        finding: "Pneumonia/Viral/COVID-19",
        view: "PA",
        filename: "auntminnie-a.jpg",
      }),
      row(COVID_HEADER, { patientid: "3", finding: "No Finding", view: "AP", filename: "b.jpg" }),
      row(COVID_HEADER, { patientid: "4", finding: "todo", view: "L", filename: "c.jpg" }),
    ),
    films: [
      ["auntminnie-a.jpg", "2", "M", 65, "PA", { Pneumonia: 1, Viral: 1, "COVID-19": 1 }],
      ["b.jpg", "3", "", NaN, "AP", {}],
      ["c.jpg", "4", "", NaN, "LATERAL", { Pneumonia: NaN, Viral: NaN, "COVID-19": NaN }],
    ],
  },
];

function read({ file, csv, images }: Example, options: LabelTableOptions, notes: string[] = []) {
  const second = images === undefined ? undefined : parseTable(images, "images.csv");
  const hear = (note: string) => notes.push(note);
  const { ids, patients, labels, strata } = parseLabels(
    parseTable(csv, file),
    options,
    hear,
    second,
  );
  const width = labels.names.length;
  return ids.map((id, n): Film => {
    const values = labels.names.map((name, c) => [name, labels.values[n * width + c]!] as const);
    const present = Object.fromEntries(values.filter(([, value]) => value !== 0));
    return [id, patients[n]!, strata.sex[n]!, strata.age[n]!, strata.view[n]!, present];
  });
}

for (const example of EXAMPLES) {
  Deno.test(`layout ${example.layout} reads ${example.file}`, () => {
    assertEquals(read(example, { layout: example.layout }), example.films);
  });
}

Deno.test("every layout has an example, those of ChestX-ray14 and CheXpert in their own tests", () => {
  const shown = new Set<string>(EXAMPLES.map(({ layout }) => layout));
  assertEquals(LAYOUT_NAMES.filter((name) => !shown.has(name)), ["nih"]);
});

Deno.test("official tables are known by their header, unless columns are named", () => {
  // Two collections share a table with another one, and stand after it.
  const alike: Readonly<Record<string, string>> = { vinbigdata: "vindr", "brax-dicom": "brax" };
  for (const example of EXAMPLES) {
    const table = parseTable(example.csv, example.file);
    const known = alike[example.layout] ?? example.layout;
    assertEquals(knownLayout(table), known);
    const notes: string[] = [];
    const films = read(example, {}, notes);
    if (known === example.layout) assertEquals(films, example.films);
    assertEquals(notes.filter((note) => note.includes("data.layout")), []);
  }
  const csv = "Image Index,Finding Labels,Patient ID,mine\na.png,Mass,1,Edema\n";
  const columns = { id: "Image Index", labels: { kind: "list", column: "mine" } } as const;
  const own = parseLabels(parseTable(csv, "t.csv"), { columns });
  assertEquals(own.labels.names, ["Edema"]);
});

Deno.test("a table that has an id as well as an official header is read as official, with a note", () => {
  const csv = "id,patientId,Target,width,height\na,film1,1,2,3\n";
  const notes: string[] = [];
  const { ids } = parseLabels(parseTable(csv, "t.csv"), {}, (note) => notes.push(note));
  assertEquals(ids, ["film1"]);
  assertStringIncludes(notes[0]!, "data.layout=rsna");
});

Deno.test("options that a layout does not read are refused by name", () => {
  const table = parseTable(EXAMPLES[2]!.csv, "padchest.csv");
  const refused = (options: LabelTableOptions) =>
    String(assertThrows(() => parseLabels(table, options), InputError));
  const columns = { id: "ImageID", labels: { kind: "columns", ignore: [] } } as const;
  assertStringIncludes(refused({ layout: "padchest", columns }), "data.columns is not read");
  assertStringIncludes(
    refused({ layout: "padchest", uncertain: { kind: "ones" } }),
    "data.uncertain (ones)",
  );
});

Deno.test("a layout's rule for what is not written, and for several rows, can be another", () => {
  const padchest = EXAMPLES.find(({ layout }) => layout === "padchest")!;
  const films = read(padchest, { layout: "padchest", unmentioned: "absent" });
  assertEquals(films[2]![5], {});
  const boxes = EXAMPLES.find(({ file }) => file === "annotations_train.csv")!;
  const union = read(boxes, { layout: "vindr", repeats: "union" });
  assertEquals(union[0]![5], { Cardiomegaly: 1, "Nodule/Mass": 1 });
});

Deno.test("a table without the header of its layout says what it lacks", () => {
  const table = parseTable("image_id,Mass\na,1\n", "t.csv");
  const error = assertThrows(() => parseLabels(table, { layout: "padchest" }), InputError);
  assertStringIncludes(String(error), 'it lacks "ImageID", "PatientID"');
  for (const name of LAYOUT_NAMES) {
    assertThrows(() => parseLabels(table, { layout: name }), InputError, LAYOUTS[name].title);
  }
});

Deno.test("labels of studies ask for the table of images", () => {
  const mimic = EXAMPLES.find(({ layout }) => layout === "mimic")!;
  const table = parseTable(mimic.csv, mimic.file);
  assertThrows(() => parseLabels(table, { layout: "mimic" }), InputError, "data.imageTable");
  assertEquals(parseTable(mimic.csv, "t").header.length, 16);
  assertEquals(CHEXPERT_LABELS.length, 13);
});

Deno.test("labels of studies are joined to images in any table whose columns are named", () => {
  const notes: string[] = [];
  const labels = parseTable("study,Mass\ns1,1\ns2,0\ns3,1\n", "labels.csv");
  const images = parseTable("film,study,who\na,s1,p\nb,s1,p\nc,s2,q\nd,s9,r\n", "images.csv");
  const columns = {
    id: "film",
    study: "study",
    patient: "who",
    labels: { kind: "columns", ignore: [] },
  } as const;
  const read = parseLabels(labels, { columns }, (note) => notes.push(note), images);
  assertEquals(read.ids, ["a", "b", "c"]);
  assertEquals([...read.labels.values], [1, 1, 0]);
  assertEquals(read.patients, ["p", "p", "q"]);
  assertStringIncludes(notes[0]!, "1 of 4 images");
  assertStringIncludes(notes[0]!, "1 of 3 studies");
  const other = parseTable("study,who,Mass\ns1,x,1\n", "labels.csv");
  assertThrows(() => parseLabels(other, { columns }, undefined, images), InputError, '"p" in the');
  const { study: _, ...unnamed } = columns;
  assertThrows(
    () => parseLabels(labels, { columns: unnamed }, undefined, images),
    InputError,
    "data.columns.study",
  );
});
