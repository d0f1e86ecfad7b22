"use strict";

const root = document.documentElement;

/** The theme: the system's, until the reader chooses the other one. */
const themeButton = document.getElementById("theme");
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches);
const nameTheme = () => (themeButton.textContent = isDark() ? "Light theme" : "Dark theme");
themeButton.hidden = false;
themeButton.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
});
systemIsDark.addEventListener("change", nameTheme);
nameTheme();

/** The search: shows the matching resources with the components around them. */
const tree = document.getElementById("tree");
const input = document.getElementById("search");
const found = document.getElementById("found");
const items = [...tree.querySelectorAll("li")].map((element) => {
    const details = element.querySelector(":scope > details");
    const line = details === null ? element : details.querySelector(":scope > summary");
    return { element, details, text: line.textContent.toLowerCase() };
});
const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = items.filter(({ text }) => words.every((word) => text.includes(word)));
    const shown = new Set();
    for (const { element } of matches) {
        for (let each = element; each !== null; each = each.parentElement.closest("#tree li")) {
            shown.add(each);
        }
    }
    const matching = new Set(matches.map(({ element }) => element));
    for (const { element, details } of items) {
        // Everything in a matching component is shown too.
        const isInside = words.length > 0 && matching.has(element.parentElement.closest("#tree li"));
        if (isInside) {
            matching.add(element);
        }
        element.hidden = !shown.has(element) && !isInside;
        if (details !== null) {
            details.open =
                words.length > 0 && [...element.querySelectorAll("li")].some((one) => shown.has(one));
        }
    }
    found.textContent = words.length === 0 ? "" : `${matches.length} of ${items.length} resources`;
};
input.closest(".search").hidden = false;
input.addEventListener("input", search);

/** A printed page shows everything. */
let closed = [];
addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((details) => (details.open = true));
});
addEventListener("afterprint", () => closed.forEach((details) => (details.open = false)));
