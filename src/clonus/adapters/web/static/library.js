// Search as you type, in an index that is fetched once and brings its rule along. Nothing that is typed leaves the page:
// Enter and the button send the plain form.

const box = document.getElementById("wanted"), list = document.getElementById("found"), count = document.getElementById("count");
let fetched = null;

box.addEventListener("focus", index, { once: true });
box.addEventListener("input", search);
box.form.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  (next < 0 ? box : links[Math.min(next, links.length - 1)])?.focus();
});

function index() {
  fetched ??= fetch(box.dataset.index).then((answer) => answer.json()).catch(() => (fetched = null));
  return fetched;
}

async function search() {
  const known = await index();
  if (known === null) {
    count.textContent = "The list did not come: press Enter to search it on the server.";
    return;
  }
  const wanted = folded(box.value, known.alike);
  const ways = known.ways.map((way) => way.replace("{}", () => wanted));
  const placed = wanted ? known.rows.map((row) => [ways.findIndex((way) => row[3].includes(way)), row]).filter(([at]) => at >= 0) : [];
  placed.sort(([one], [other]) => one - other);
  list.replaceChildren(...placed.slice(0, known.most).map(([, row]) => item(row)));
  count.textContent = wanted ? `${placed.length} found` : "";
}

export function folded(text, alike) {
  const plain = [...text].map((one) => alike[one] ?? one).join("");
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[\s\x1c-\x1f\x85]+/gu, " ").trim().toLowerCase();
}

function item([path, name, kind]) {
  const row = document.createElement("li"), link = document.createElement("a"), told = document.createElement("span");
  link.href = path;
  link.textContent = name;
  told.className = "kind";
  told.textContent = kind;
  row.append(link, " ", told);
  return row;
}
