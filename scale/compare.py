"""Whether an engine came to the same figures as the program, to the cent: compares its customers.csv and findings.csv with a month's folder.

Usage: compare.py DIR output/YYYY-MM [SUBSIDIARY]
"""
import collections
import csv
import decimal
import json
import pathlib
import sys

NUMBERS = ["sales_month", "sales_window", "demand", "volume", "share"]
WORDS = ["volume_high", "share_high", "segment", "abc"]


def read(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> decimal.Decimal | None:
    """Unknown is not zero."""
    return decimal.Decimal(text) if text else None


def armed(text: str) -> str:
    """The text before it was made safe for spreadsheets."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r") else text


def main(engine: pathlib.Path, month: pathlib.Path, subsidiary: str = "main") -> None:
    ours = {armed(row["customer_key"]): row for row in read(month / "tables/customers.csv")}
    theirs = {row["customer_key"]: row for row in read(engine / "customers.csv") if row["subsidiary"] == subsidiary}
    wrong = [f"only one side knows customer {key}" for key in sorted(ours.keys() ^ theirs.keys())]
    for key in sorted(ours.keys() & theirs.keys()):
        one, other = ours[key], theirs[key]
        differ = [c for c in NUMBERS if number(one[c]) != number(other[c])] + [c for c in WORDS if one[c] != other[c]]
        wrong += [f"{key} {column}: {one[column]!r} is ours, {other[column]!r} theirs" for column in differ]

    def counted(rows, weight):
        counts, excess = collections.Counter(), collections.Counter()
        for row in rows:
            key = (row["rule"], row["severity"], row["status"])
            counts[key] += weight(row)
            excess[key] += number(row["net_excess"]) or 0
        return counts, dict(excess)

    found = read(month / "tables/findings.csv")
    same_findings = [row for row in read(engine / "findings.csv") if row["subsidiary"] == subsidiary]
    if counted(found, lambda _: 1) != counted(same_findings, lambda row: int(row["findings"])):
        wrong.append("findings by rule, severity and status differ")
    by_rule = collections.Counter()
    for row in same_findings:
        by_rule[row["rule"]] += int(row["findings"])
    manifest = json.loads((month / "run.json").read_text(encoding="utf-8"))
    wrong += [f"{rule['id']}: run.json says {rule['findings']}" for rule in manifest["rules"] if by_rule[rule["id"]] != rule["findings"]]

    totals = {column: sum(number(row[column]) for row in theirs.values()) for column in ["sales_month", "sales_window"]}
    wrong += [f"{column}: {total} is not that of run.json" for column, total in totals.items() if total != number(manifest["totals"][column])]
    if wrong:
        sys.exit("\n".join(wrong[:20] + [f"{len(wrong)} differences"]))
    print(
        f"{engine.name} = keyaccount: {manifest['month']}, {len(ours)} customers, sales of the window {totals['sales_window']}, "
        f"{len(found)} findings, no difference"
    )


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:3]), *sys.argv[3:])
