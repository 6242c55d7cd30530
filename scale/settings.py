"""What both engines are asked for: the lake, the month, the thresholds of [classify] (defaults are those of the program)."""
import argparse
import dataclasses
import pathlib

PARTS = 10**9  # a share of 1: shares are compared as whole numbers, so that a customer at the line falls on the same side everywhere


@dataclasses.dataclass(frozen=True)
class Settings:
    lake: str
    month: str
    out: pathlib.Path
    window: int = 12
    volume_cut: float = 0.80
    share_high: float = 0.50
    abc_a: float = 0.80
    abc_b: float = 0.95

    @property
    def first(self) -> str:
        """The first month of the window."""
        year, month = map(int, self.month.split("-"))
        at = year * 12 + month - 1 - (self.window - 1)
        return f"{at // 12:04}-{at % 12 + 1:02}"

    def parts(self, name: str) -> int:
        return round(getattr(self, name) * PARTS)


def arguments(description: str) -> Settings:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("lake", help="what `keyaccount export --records --to parquet:LAKE` wrote; a folder or the address of a bucket")
    parser.add_argument("month", help="YYYY-MM")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for customers.csv and findings.csv")
    for field in dataclasses.fields(Settings)[3:]:
        parser.add_argument("--" + field.name.replace("_", "-"), type=field.type, default=field.default)
    return Settings(**vars(parser.parse_args()))
