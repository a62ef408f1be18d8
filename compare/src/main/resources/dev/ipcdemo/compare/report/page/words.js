// The whole report in words, whatever is selected.

/** The findings of a report. Older ones have sentences only; those that begin with a space belong to the one before. */
function findingsOf({ report }) {
  if (report.findings?.length) return report.findings;
  const found = [];
  for (const sentence of report.verdict) {
    const finding = { texts: [sentence.trim().replace(/\.$/, "")], details: [] };
    if (sentence.startsWith(" ") && found.length) found.at(-1).details.push(finding);
    else found.push(finding);
  }
  return found;
}

/** A paragraph, or where there are several texts on something, a list of them. */
function findingInWords({ about, texts }, asList) {
  const head = element("span", { class: "where" }, about ? about + ": " : "");
  return asList && texts.length > 1
    ? [element("p", {}, head), element("ul", {}, ...texts.map((text) => element("li", {}, text)))]
    : [element("p", {}, head, texts.join("; ") + ".")];
}

function showWords() {
  const place = byId("words").querySelector("div");
  place.replaceChildren();
  const counts = { findings: 0, warnings: 0, gaps: 0 };
  const list = (title, items) => (items.length ? [element("h4", {}, title), element("ul", {}, ...items)] : []);
  for (const run of state.runs) {
    const findings = findingsOf(run);
    const warnings = run.report.warnings ?? [];
    const gaps = byWord(run.report.refused, ({ reason }) => reason);
    counts.findings += findings.length;
    counts.warnings += warnings.length;
    counts.gaps += run.report.refused.length;
    if (several()) place.append(element("h3", {}, `${letter(run)}: ${run.name}`));
    place.append(
      ...findings.map((finding) =>
        element(
          "div",
          { class: "group" },
          ...findingInWords(finding, false),
          ...(finding.details ?? []).flatMap((detail) => findingInWords(detail, true)),
        ),
      ),
      ...list(
        "Before you believe it",
        warnings.map((text) => element("li", {}, text)),
      ),
      ...list(
        "Not measured",
        gaps.map(([reason, all]) => element("li", {}, `${reason}: ${all.map(({ what }) => what).join("; ")}`)),
      ),
    );
  }
  const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
  byId("words").querySelector("summary").textContent =
    `${counted(counts.findings, "finding")}, ${counted(counts.warnings, "warning")}, ${counted(counts.gaps, "row")} that could not be measured`;
}
