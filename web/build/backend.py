"""The package's build: setuptools, and before it the fronts (PEP 517, an in-tree backend).

An editable installation builds no fronts: there `make web` does, and again whenever `web/` changes.
"""

from typing import Any

import fronts
from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    return build_meta.get_requires_for_build_wheel(config_settings) + _node()


def build_wheel(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    if (fronts.WEB / "package.json").exists():
        fronts.build_fronts()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def _node() -> list[str]:
    try:
        fronts.find_node()
    except fronts.NoNode:
        return [fronts.NODE_PACKAGE]
    return []
