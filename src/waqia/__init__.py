"""waqia: an evidence-first register of security incidents.

`waqia.open(path)` opens a release; what it counts renders as tables, charts and maps, and every
number gives the incidents behind it. `waqia.Register` is the living store of a desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waqia.model import WaqiaError
    from waqia.notebook import Answer, OpenRelease, open  # noqa: A004 - `waqia.open`
    from waqia.register import Register

__version__ = "0.1.0"
__all__ = ["Answer", "OpenRelease", "Register", "WaqiaError", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """Load what is asked for only then, so that `import waqia` and `waqia --help` stay quick."""
    if name == "WaqiaError":
        from waqia.model import WaqiaError

        return WaqiaError
    if name == "Register":
        from waqia.register import Register

        return Register
    if name in __all__:
        from waqia import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module 'waqia' has no attribute {name!r}")
