#!/usr/bin/env bash
# Remakes this folder from the shipped input: a run in each language, and a picture of the first page of every sheet.
# The pictures need LibreOffice Calc, pdftoppm (poppler-utils) and a CJK font; the program itself needs none of them.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for lang in en zh; do
  target/release/keyaccount run --lang "$lang" --output "$work/$lang" --no-progress -q
  rm -rf "docs/example/$lang"
  cp -r "$work/$lang"/2*/ "docs/example/$lang"
  rm -f "docs/example/$lang"/charts/*.svg
  libreoffice --headless --convert-to pdf --outdir "$work" "docs/example/$lang/review.xlsx" >/dev/null
  mkdir "docs/example/$lang/pages"
  # The footer of each page names its sheet; a new name is a new sheet.
  pages=$(pdfinfo "$work/review.pdf" | awk '/^Pages/ { print $2 }')
  last="" number=0
  names=(dashboard customers customer segments class-history credit satisfaction coverage visit-calendar call-list travel-audit findings trips reconciliation
    evidence explained data-quality restatement method)
  for page in $(seq "$pages"); do
    sheet=$(pdftotext -f "$page" -l "$page" -layout "$work/review.pdf" - | grep -E 'Page [0-9]+ of|第 ?[0-9]+ ?页' | tail -1 | sed -E 's/ {2,}.*//; s/^ +//')
    if [ "$sheet" != "$last" ] && [ "$number" -lt "${#names[@]}" ]; then
      file=$(printf '%02d-%s' $((number + 1)) "${names[$number]}")
      pdftoppm -r 90 -f "$page" -l "$page" -png -singlefile "$work/review.pdf" "docs/example/$lang/pages/$file"
      last=$sheet number=$((number + 1))
    fi
  done
done
