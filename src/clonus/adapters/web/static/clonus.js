// Live answers, keys, and a copy of the form that outlives a reload of this tab. Without this script the page is a plain form.

const form = document.getElementById("case");
const WAIT = 180;

const copier = document.querySelector("[data-copy]");
if (copier) {
  copier.hidden = false;
  copier.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copier.dataset.copy).value);
    copier.textContent = "Copied";
  });
}
if (form) bedside();

function bedside() {
  let asked = 0, shown = 0, timer = 0;
  document.documentElement.classList.add("live");
  document.getElementById("submit").closest("p").hidden = true;

  form.addEventListener("input", (event) => later(event.target.type === "radio" || event.target.type === "checkbox" ? 0 : WAIT));
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") form.requestSubmit(form.querySelector("[formaction='/open']"));
    else if (event.target.classList.contains("name") && event.target.closest(".blank")) change("/rows");
    else later(0);
  });
  form.addEventListener("submit", (event) => {
    const to = event.submitter?.getAttribute("formaction") ?? "/";
    const [path] = to.split("#");
    if (path === "/" || path === "/rows" || path === "/again" || path.startsWith("/remove/")) {
      event.preventDefault();
      if (path === "/") later(0);
      else change(path);
    }
  });
  for (const box of form.querySelectorAll("textarea[name^=paste]"))
    box.addEventListener("paste", () => setTimeout(() => box.value.trim().includes("\n") && change("/rows")));
  form.addEventListener("keydown", keys);
  form.addEventListener("click", goTo);
  document.getElementById("bar").addEventListener("click", () => setTimeout(() => document.getElementById("answer").focus()));
  window.addEventListener("pagehide", keep);
  restore();
  mark();

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(live, wait);
    keep();
  }

  function body() {
    document.getElementById("now").value = here();
    return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== ""));
  }

  // The answer of what is entered now; an answer that was overtaken is thrown away.
  async function live() {
    const mine = ++asked;
    const got = await send("/live", body());
    if (got === null || mine < shown) return;
    shown = mine;
    const parts = new DOMParser().parseFromString(got, "text/html");
    const open = new Set([...document.querySelectorAll("#answer details[open] > summary")].map((one) => one.textContent));
    const ticked = new Set([...document.querySelectorAll("#answer input:checked")].map((one) => one.name));
    for (const part of parts.querySelectorAll("[data-part]")) {
      const place = document.getElementById(part.dataset.part);
      if (!place) continue;
      if (part.dataset.part === "answer") place.replaceWith(part.firstElementChild);
      else if (place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
    }
    for (const one of document.querySelectorAll("#answer details > summary")) if (open.has(one.textContent)) one.parentElement.open = true;
    for (const one of document.querySelectorAll("#answer input[type=checkbox]")) one.checked ||= ticked.has(one.name);
    mark();
  }

  // The page after its rows changed, of which the lists and the examination are taken over.
  async function change(path) {
    clearTimeout(timer);
    const mine = ++asked;
    const got = await send(path, body());
    if (got === null) return;
    shown = mine;
    const focus = document.activeElement?.id;
    const page = new DOMParser().parseFromString(got, "text/html");
    for (const id of ["med-list", "order-list", "examination", "answer", "bar", "status"]) {
      const [place, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (place && fresh && id !== "status" && id !== "bar") place.replaceWith(fresh);
      else if (place && fresh && id === "bar") place.replaceChildren(...fresh.childNodes);
    }
    document.getElementById("earlier").value = page.getElementById("earlier").value;
    for (const box of form.querySelectorAll("textarea[name^=paste]"))
      box.addEventListener("paste", () => setTimeout(() => box.value.trim().includes("\n") && change("/rows")));
    (document.getElementById(focus) ?? document.querySelector("#med-rows .blank .name"))?.focus();
    keep();
    live();
  }

  async function send(path, content) {
    const lost = document.getElementById("lost");
    try {
      const response = await fetch(path, { method: "POST", body: content, cache: "no-store" });
      const text = await response.text();
      if (!response.ok) throw new Error(new DOMParser().parseFromString(text, "text/html").querySelector("li")?.textContent);
      lost.hidden = true;
      document.getElementById("answer").classList.remove("stale");
      const key = response.headers.get("clonus-key");
      if (key && key !== form.dataset.key) { form.dataset.key = key; keep(); }
      return text;
    } catch (error) {
      const why = error instanceof TypeError ? "The server does not answer." : (error.message || "The server does not answer.");
      lost.textContent = `${why} What you entered is kept in this tab; the answer below is older than it. It is tried again with your next entry.`;
      lost.hidden = false;
      document.getElementById("answer").classList.add("stale");
      return null;
    }
  }

  // The signs that are to be examined next stand out in the form.
  function mark() {
    for (const one of form.querySelectorAll(".sign.next")) one.classList.remove("next");
    for (const one of [...document.querySelectorAll("#answer [data-next]")].slice(0, 3))
      document.getElementById(one.dataset.to)?.classList.add("next");
  }

  function goTo(event) {
    const link = event.target.closest("[data-to]");
    if (!link) return;
    const target = document.getElementById(link.dataset.to);
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
    else if (value !== undefined) {
      const one = sign.querySelector(`input[type=radio][value="${value}"]`);
      one.checked = true;
      one.focus();
      later(0);
    } else return;
    event.preventDefault();
  }

  // A copy for this tab alone, unreadable on a disk: its key lives in the server and in this page.
  async function keep() {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify([...body()].filter(([name]) => name !== "now")));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secret(), text);
    sessionStorage.setItem("case", btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed))));
  }

  async function restore() {
    const kept = sessionStorage.getItem("case");
    const navigated = performance.getEntriesByType("navigation")[0]?.type;
    if (!kept || (navigated !== "reload" && navigated !== "back_forward")) return;
    try {
      const bytes = Uint8Array.from(atob(kept), (one) => one.charCodeAt(0));
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await secret(), bytes.slice(12));
      const fields = JSON.parse(new TextDecoder().decode(opened));
      const got = await send("/", new URLSearchParams(fields));
      if (got === null) return;
      const page = new DOMParser().parseFromString(got, "text/html");
      for (const part of [".known", ".said", "#bar"]) document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
      document.getElementById("submit").closest("p").hidden = true;
      mark();
    } catch {
      sessionStorage.removeItem("case");
    }
  }

  async function secret() {
    const bytes = Uint8Array.from(atob(form.dataset.key.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
}

// This moment with its zone, as the contract writes it.
function here() {
  const now = new Date(), pad = (number) => String(Math.abs(number)).padStart(2, "0"), ahead = -now.getTimezoneOffset();
  const zone = `${ahead < 0 ? "-" : "+"}${pad(Math.trunc(ahead / 60))}:${pad(ahead % 60)}`;
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}T${pad(now.getHours())}:${pad(now.getMinutes())}${zone}`;
}
