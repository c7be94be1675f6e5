"""Write `pwa/src/contract/` from what Python declares: `make contract`."""

from pathlib import Path

from server.contract import render

TARGET = Path(__file__).resolve().parent.parent / "pwa" / "src" / "contract"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in render().items():
        (TARGET / name).write_text(content, encoding="utf-8")
        print(f"wrote {TARGET.name}/{name}")


if __name__ == "__main__":
    main()
