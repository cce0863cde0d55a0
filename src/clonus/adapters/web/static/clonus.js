// Live answers, keys, and a copy of the form that outlives a reload of this tab. Without this script every page is a plain form.

const form = document.querySelector("form[data-live]");
const WAIT = 180;
const $ = (id) => document.getElementById(id);

const copier = document.querySelector("[data-copy]");
if (copier) {
  copier.hidden = false;
  copier.addEventListener("click", async () => {
    await navigator.clipboard.writeText($(copier.dataset.copy).value);
    copier.textContent = "Copied";
  });
}
if (form) live();

function live() {
  let asked = 0, shown = 0, timer = 0, swapping = false, restored = false, building = Promise.resolve();
  const whole = form.getAttribute("action").split("#")[0], copy = `case ${whole}`;
  document.documentElement.classList.add("live");
  $("submit").hidden = true;

  form.addEventListener("input", (event) => later(["radio", "checkbox"].includes(event.target.type) ? 0 : WAIT));
  form.addEventListener("change", (event) => {
    if (swapping) return;
    if (event.target.type === "file") form.requestSubmit(form.querySelector("[formaction='/open']"));
    else if (event.target.closest(".blank") && event.target.classList.contains("name")) restructure("/rows");
    else later(0);
  });
  form.addEventListener("submit", (event) => {
    const path = (event.submitter?.getAttribute("formaction") ?? whole).split("#")[0];
    if (path !== whole && !/^\/(rows|again|remove)\b/.test(path)) return;
    event.preventDefault();
    if (path === whole) later(0);
    else restructure(path);
  });
  form.addEventListener("paste", (event) => {
    if ($("med-rows") && event.target.name?.startsWith("paste")) setTimeout(() => restructure("/rows"));
  });
  form.addEventListener("keydown", keys);
  document.addEventListener("click", goTo);
  document.querySelector("[data-forget]")?.addEventListener("click", () => sessionStorage.clear());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const one of document.querySelectorAll(".menu[open]")) one.open = false;
  });
  restore();
  mark();

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(answer, wait);
    keep();
  }

  // Every field with its value; what is empty or not ticked is "", and a calendar that is half filled in says what stood there before.
  function entered() {
    const all = new Map([...form.elements].filter((one) => one.name && one.type !== "file" && one.type !== "radio").map((one) => [one.name, ""]));
    for (const [name, value] of new FormData(form)) if (typeof value === "string") all.set(name, value);
    for (const one of form.querySelectorAll("input[type=date]")) all.set(one.name, one.value || one.dataset.before);
    return all;
  }

  function body() {
    $("now").value = here();
    return new URLSearchParams([...entered()].filter(([, value]) => value !== ""));
  }

  // The answer to what is entered now; an answer that was overtaken is thrown away.
  async function answer() {
    const mine = ++asked;
    const got = await send(form.dataset.live, body(), mine);
    if (mine < shown || got === null) return;
    shown = mine;
    const page = new DOMParser().parseFromString(got, "text/html");
    const open = new Set([...document.querySelectorAll("#answer details[open] > summary")].map((one) => one.textContent));
    const ticked = new Set([...document.querySelectorAll("#answer input:checked")].map((one) => one.name));
    const focus = document.activeElement?.closest("#answer") ? document.activeElement.textContent : null;
    const old = $("answer").classList.contains("stale");
    for (const part of page.querySelectorAll("[data-part]")) {
      const place = $(part.dataset.part);
      if (part.dataset.part === "title") document.title = part.textContent.trim();
      else if (part.dataset.part === "answer") place?.replaceWith(part.firstElementChild);
      else if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
    }
    for (const one of document.querySelectorAll("#answer details > summary")) if (open.has(one.textContent)) one.parentElement.open = true;
    for (const one of document.querySelectorAll("#answer input[type=checkbox]")) one.checked = ticked.has(one.name);
    if (focus) [...document.querySelectorAll("#answer :is(a, summary, button)")].find((one) => one.textContent === focus)?.focus();
    fade(old && shown < asked);
    mark();
  }

  // The form after its rows or its examination changed, one change after another.
  function restructure(path) {
    building = building.then(() => rebuild(path));
  }

  async function rebuild(path) {
    clearTimeout(timer);
    const mine = ++asked, sent = entered(), blank = blanks();
    const got = await send(path, body(), mine);
    if (got === null) return;
    shown = Math.max(shown, mine);
    const page = new DOMParser().parseFromString(got, "text/html");
    const now = entered(), focus = document.activeElement?.id;
    const parts = /^\/(again|remove\/earlier)/.test(path) ? ["examination", "measurements", "answer"] : ["med-list", "order-list", "answer"];
    swapping = true;
    for (const id of parts) if (page.getElementById(id)) $(id)?.replaceWith(page.getElementById(id));
    swapping = false;
    $("bar").replaceChildren(...page.getElementById("bar").childNodes);
    $("earlier").value = page.getElementById("earlier").value;
    for (const [name, value] of now) if (name !== "now" && value !== (sent.get(name) ?? "")) enter(moved(name, sent, blank), since(name, value, sent));
    ($(focus) ?? document.querySelector("#med-rows .blank .name"))?.focus();
    mark();
    later(0);
  }

  // The rows that are still empty, by the beginning of the names of their fields.
  function blanks() {
    return [...form.querySelectorAll(".med.blank")].map((row) => `${row.id}.`);
  }

  // Where a field is found after a change: what was entered meanwhile in an empty row belongs in the empty row of now.
  function moved(name, sent, blank) {
    const row = blank.find((one) => name.startsWith(one) && !sent.get(`${one}name`));
    if (!row) return name;
    return blanks().find((one) => one.startsWith(row.split(".")[0])) + name.slice(row.length);
  }

  // What was entered after a request had gone: of a pasted list, which became rows, only the rest.
  function since(name, value, sent) {
    const before = sent.get(name) ?? "";
    return name.startsWith("paste") && value.startsWith(before) ? value.slice(before.length).replace(/^[\s,;]+/, "") : value;
  }

  function enter(name, value) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else if (field.type !== "file") field.value = value;
    }
  }

  function fade(old) {
    for (const id of ["answer", "bar"]) $(id)?.classList.toggle("stale", old);
  }

  // A text of the server, or null where none came. Only the newest request may say that the answer is old.
  async function send(path, content, mine = ++asked) {
    const lost = $("lost");
    setTimeout(() => { if (mine === asked && shown < asked) fade(true); }, 300);
    try {
      const response = await fetch(path, { method: "POST", body: content, cache: "no-store", signal: AbortSignal.timeout(12000) });
      const text = await response.text();
      if (!response.ok) throw new Error(new DOMParser().parseFromString(text, "text/html").querySelector("li")?.textContent);
      if (mine === asked) {
        lost.hidden = true;
        shown = mine;
        fade(false);
      }
      const key = response.headers.get("clonus-key");
      if (key && form.dataset.key && key !== form.dataset.key) form.dataset.key = key;
      return text;
    } catch (error) {
      if (mine !== asked) return null;
      const why = error instanceof TypeError || error instanceof DOMException || !error.message ? "The server does not answer." : error.message;
      tell(`${why} What you entered is kept in this tab. The answer below is older than your last entry; it is asked for again with the next.`);
      fade(true);
      return null;
    }
  }

  function tell(words) {
    $("lost").textContent = $("status").textContent = words;
    $("lost").hidden = false;
  }

  // The signs that are to be examined next stand out in the form, and each date has a calendar to pick it from.
  function mark() {
    for (const place of form.querySelectorAll(".dated:not(:has(.pick))")) place.append(picker(place.querySelector("input"), place.textContent.trim()));
    for (const one of form.querySelectorAll(".known .next")) one.classList.remove("next");
    for (const one of [...document.querySelectorAll("#answer [data-next]")].slice(0, 3)) $(one.dataset.to)?.classList.add("next");
  }

  function goTo(event) {
    const link = event.target.closest("[data-to]");
    const target = link && $(link.dataset.to);
    if (!target) return;
    event.preventDefault();
    for (let one = target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    const field = target.matches("fieldset") ? (target.querySelector("input:checked") ?? target.querySelector("input")) : target;
    target.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }

  function keys(event) {
    const sign = event.target.closest(".sign");
    if (!sign || event.ctrlKey || event.metaKey || event.altKey || event.target.type !== "radio") return;
    const value = { p: "present", a: "absent", n: "", c: "cannot_examine" }[event.key.toLowerCase()];
    if (event.key === "?") sign.querySelector("details").open ^= true;
    else if (value === undefined) return;
    else {
      const one = sign.querySelector(`input[type=radio][value="${value}"]`);
      one.checked = true;
      one.focus();
      later(0);
    }
    event.preventDefault();
  }

  // A copy for this tab alone, which a disk never holds in the open: its key lives in the server and in this page.
  async function keep() {
    if (!restored) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify([...body()].filter(([name]) => name !== "now")));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secret(), text));
    sessionStorage.setItem(copy, btoa(Array.from([...iv, ...sealed], (one) => String.fromCharCode(one)).join("")));
  }

  // What was entered in this tab, put back after a reload, a step back or another page; a case that was opened anew stands in its place.
  async function restore() {
    const kept = sessionStorage.getItem(copy);
    const came = performance.getEntriesByType("navigation")[0]?.type;
    restored = !kept || (location.pathname !== whole && !["reload", "back_forward"].includes(came));
    if (restored) return keep();
    form.inert = true;
    const fields = await unsealed(kept);
    if (fields) await putBack(fields);
    form.inert = false;
  }

  async function putBack(fields) {
    const got = await send(whole, new URLSearchParams([...fields, ["now", here()]]));
    if (got === null) {
      for (const [name, value] of fields) enter(name, value);
      tell("What you entered could not be put back whole: its copy stays in this tab. Reload to try again, or forget it and start anew.");
      return;
    }
    const page = new DOMParser().parseFromString(got, "text/html");
    for (const part of [".known", "#answer", "#bar"]) document.querySelector(part)?.replaceChildren(...page.querySelector(part).childNodes);
    $("submit").hidden = restored = true;
    mark();
  }

  async function unsealed(kept) {
    try {
      const bytes = Uint8Array.from(atob(kept), (one) => one.charCodeAt(0));
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await secret(), bytes.slice(12));
      return JSON.parse(new TextDecoder().decode(opened));
    } catch {
      tell("What was entered before the server was started anew cannot be read any more: enter it again, or open its file.");
      sessionStorage.removeItem(copy);
      restored = true;
      return null;
    }
  }

  async function secret() {
    const bytes = Uint8Array.from(atob(form.dataset.key.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
}

// A button that turns the field of a date into the browser's own calendar, and back into a text.
function picker(field, name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pick";
  button.setAttribute("aria-label", `Pick a date: ${name}`);
  button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"><path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5"/></svg>';
  button.addEventListener("click", () => {
    const before = (field.dataset.before = field.value);
    const day = /^\d{4}-\d{2}-\d{2}$/.test(before);
    const back = () => {
      const picked = field.validity.badInput ? before : field.value || (day ? "" : before);
      field.type = "text";
      field.value = picked;
      delete field.dataset.before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    field.type = "date";
    field.addEventListener("blur", back, { once: true });
    field.focus();
    field.showPicker?.();
  });
  return button;
}

// This moment with its zone, as the contract writes it.
function here() {
  const now = new Date(), ahead = -now.getTimezoneOffset(), two = (number) => String(Math.abs(number)).padStart(2, "0");
  const zone = `${ahead < 0 ? "-" : "+"}${two(Math.trunc(ahead / 60))}:${two(ahead % 60)}`;
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}T${two(now.getHours())}:${two(now.getMinutes())}${zone}`;
}
