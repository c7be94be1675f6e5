"""A worker whose server has a bug: one file's text is changed before anything imports it."""

import importlib.abc
import importlib.machinery
import json
import runpy
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any


class Nowhere(Exception):
    """The text that the bug replaces is not in the file: it would prove nothing."""


class Planted(importlib.machinery.SourceFileLoader):
    """Loads a module with its bug, past every cache."""

    find = ""
    put = ""

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path).decode()
        if source.count(self.find) != 1:
            raise Nowhere(f"{self.path} has not one {self.find!r}")
        return self.source_to_code(source.replace(self.find, self.put).encode(), self.path)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the one module that has the bug."""

    def __init__(self, bug: dict[str, str]) -> None:
        self._module = bug["file"].removesuffix(".py").replace("/", ".")
        Planted.find, Planted.put = bug["find"], bug["put"]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> Any:
        if fullname != self._module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = Planted(fullname, spec.origin)
        return spec


if __name__ == "__main__":
    options: dict[str, Any] = json.loads(sys.argv[1])
    sys.meta_path.insert(0, Finder(options["bug"]))
    options["bug"] = None
    sys.argv[1] = json.dumps(options)
    runpy.run_module("tests.simulation.worker", run_name="__main__")
