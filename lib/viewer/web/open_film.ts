/**
 * The ways in which films reach the page: chosen, dropped or pasted.
 *
 * @module
 */
import { takeFilms } from "./queue.ts";
import { change, current } from "./state.ts";

const input = document.createElement("input");
input.type = "file";
input.multiple = true;
input.accept = ".png,.jpg,.jpeg,.dcm,.dicom,image/png,image/jpeg,application/dicom";
input.addEventListener("change", () => {
  open(input.files);
  // The same film can be chosen again.
  input.value = "";
});

/** Asks for a film, or several. */
export function chooseFilm(): void {
  input.click();
}

/** Takes films that are dropped or pasted anywhere on the page. */
export function listenToFilms(): void {
  // A browser leaves the page for a file that is dropped where nothing takes it.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    if (!current().isDragging) change({ isDragging: true });
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) change({ isDragging: false });
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    change({ isDragging: false });
    open(event.dataTransfer?.files);
  });
  addEventListener("paste", (event) => open(event.clipboardData?.files));
}

function open(files: FileList | null | undefined): void {
  void takeFilms([...files ?? []]);
}
