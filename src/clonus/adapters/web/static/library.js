// Search as you type, over an index that is fetched once; where no drug is called so, the server is asked which one may be meant.

const box = document.getElementById("wanted"), list = document.getElementById("found"), count = document.getElementById("count");
const MOST = 40;
let index = null, timer = 0;

document.getElementById("find").hidden = true;
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
box.addEventListener("input", search);
box.form.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  (next < 0 ? box : links[Math.min(next, links.length - 1)])?.focus();
});

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

async function search() {
  index ??= (await (await fetch(box.dataset.index)).json()).map(([id, name, kind, ...words]) => ({
    id, name, kind, first: folded(name), all: [name, ...words, id.replaceAll("_", " ")].map(folded),
  }));
  const wanted = folded(box.value.trim());
  const placed = wanted ? index.map((one) => [place(one, wanted), one]).filter(([at]) => at < 5) : [];
  placed.sort(([one, a], [other, b]) => one - other || a.name.length - b.name.length);
  list.replaceChildren(...placed.slice(0, MOST).map(([, one]) => item(one)));
  count.textContent = wanted ? `${placed.length} found` : "";
  clearTimeout(timer);
  if (wanted.length > 2 && !placed.some(([, one]) => one.kind === "substance")) timer = setTimeout(ask, 250, box.value);
}

async function ask(text) {
  const answer = await fetch("/library", { method: "POST", body: new URLSearchParams({ wanted: text }) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (box.value !== text) return;
  list.replaceChildren(...page.getElementById("found").childNodes);
  count.textContent = page.getElementById("count").textContent;
}

function place({ first, all }, wanted) {
  if (all.includes(wanted)) return 0;
  if (first.startsWith(wanted)) return 1;
  if (all.some((word) => word.startsWith(wanted))) return 2;
  if (all.some((word) => word.split(/\s+/).some((part) => part.startsWith(wanted)))) return 3;
  return all.some((word) => word.includes(wanted)) ? 4 : 5;
}

function item(one) {
  const row = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
  link.href = `/library/${one.id.split("/").map(encodeURIComponent).join("/")}`;
  link.textContent = one.name;
  kind.className = "kind";
  kind.textContent = one.kind;
  row.append(link, " ", kind);
  return row;
}
