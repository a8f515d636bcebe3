// Forms: what was put into the fields, by block and action.

export function valueOf(field) {
  const ticks = [...field.querySelectorAll("input")];
  if (ticks.length) {
    const chosen = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
    return field.dataset.type === "radio_buttons" ? chosen[0] || null : chosen;
  }
  return field.value || null;
}

export function valuesOf(surface) {
  const values = {};
  for (const field of surface.querySelectorAll("[data-field]")) {
    const { blockId, actionId } = field.dataset;
    values[blockId] = { ...values[blockId], [actionId]: valueOf(field) };
  }
  return values;
}

export function showErrors(form, errors) {
  for (const block of form.querySelectorAll(".block-input")) {
    const problem = errors[block.dataset.blockId] || "";
    block.querySelector(".error").textContent = problem;
    block.querySelector("[data-field]").setAttribute("aria-invalid", problem ? "true" : "false");
  }
  showFirst(form.querySelector('[aria-invalid="true"]'));
}

// What is wrong stands below the field, so that it is the whole block that must be in view.

function showFirst(invalid) {
  if (!invalid) return;
  const field = invalid.querySelector("input") || invalid;
  field.focus({ preventScroll: true });
  invalid.closest(".block-input").scrollIntoView({ block: "center" });
}

// A choice that the person was not sure of is taken back.

export function putBack(field) {
  for (const option of field.options || []) option.selected = option.defaultSelected;
  for (const tick of field.querySelectorAll("input")) tick.checked = tick.defaultChecked;
}

// Whether the person is sure, where the app wants that asked.

export function confirmed(element) {
  if (!element.dataset.confirm) return Promise.resolve(true);
  const words = JSON.parse(element.dataset.confirm);
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-title").textContent = words.title;
  document.getElementById("confirm-text").textContent = words.text;
  document.getElementById("confirm-yes").textContent = words.confirm || "Yes";
  document.getElementById("confirm-deny").textContent = words.deny || "No";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
