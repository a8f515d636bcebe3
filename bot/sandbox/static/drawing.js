// Drawing: only what differs is replaced, so that focus and half-typed fields survive.

export function put(element, html) {
  if (element.dataset.drawn === html) return false;
  element.innerHTML = html;
  element.dataset.drawn = html;
  return true;
}

function isAtEnd(scroll) {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
}

export function putItems(list, scroll, items) {
  const wasAtEnd = isAtEnd(scroll);
  const old = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let grew = false;
  items.forEach(([key, html], at) => {
    let child = old.get(key);
    if (!child || child.drawn !== html) {
      const fresh = document.createElement("template");
      fresh.innerHTML = html;
      const made = fresh.content.firstElementChild;
      made.dataset.key = key;
      made.drawn = html;
      if (child) child.replaceWith(made);
      else grew = true;
      child = made;
    }
    if (list.children[at] !== child) list.insertBefore(child, list.children[at] || null);
    old.delete(key);
  });
  old.forEach((child) => child.remove());
  // Without messages the place is the app's Home tab, which is read from its top.
  if (items.length && (wasAtEnd || grew)) scroll.scrollTop = scroll.scrollHeight;
}

// Who goes by the keyboard stays where they were, though what they were at was drawn anew.

const PLACES = "#people, #sidebar, #heading, #home, #prompts, #messages, #thread-messages";
const MARKS = ["blockId", "actionId", "do", "person", "go", "tab", "prompt", "choice"];

function marksOf(element) {
  return [element.tagName, ...MARKS.map((name) => element.dataset[name])].join();
}

export function keepFocus() {
  const held = document.activeElement;
  const place = held?.matches(":focus-visible") && held.closest(PLACES);
  if (!place) return () => {};
  const ts = held.closest("[data-ts]")?.dataset.ts;
  const wanted = marksOf(held);
  return () => {
    if (document.activeElement !== document.body) return;
    const where = ts ? place.querySelector(`[data-ts="${CSS.escape(ts)}"]`) : place;
    const able = [...(where?.querySelectorAll("button, select, summary, a, input") || [])];
    (able.find((one) => marksOf(one) === wanted) || able[0])?.focus({ preventScroll: true });
  };
}
