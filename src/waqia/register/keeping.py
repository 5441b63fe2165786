"""The register as its administrators use it: verified, rebuilt, backed up, restored, upgraded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from waqia.model import Finding, QuestionError, RegisterError, phrase
from waqia.register.content.freezing import codebook_of
from waqia.register.core import Core
from waqia.register.store import backing_up
from waqia.register.store.history import Revision, last
from waqia.register.store.rebuilding import rebuild
from waqia.register.store.verifying import verify

if TYPE_CHECKING:
    from waqia.release import Release


class Keeping(Core):
    """What keeps a register whole."""

    def verify(
        self,
        release: str | Path | Release | None = None,
        progress: Callable[[str], object] = lambda _: None,
    ) -> list[Finding]:
        """What in the register is not as it was written; nothing where all is well.

        Checked are the chain of revisions, every record against its history, the archive and the
        anchors into it, what was worked out of the accounts, and the file of SQLite. With a
        `release` also that it was frozen from this history: who rewrites the whole chain cannot
        rewrite releases that others keep. `progress` is told each step.

        Raises:
            RegisterError: the database is so damaged that it cannot be read.
            ReleaseError: the release cannot be read.
            QuestionError: the release was not frozen from a register.
        """
        named = None if release is None else _revision_of(release)
        with self._read("register.verify") as connection:
            found = list(verify(connection, codebook_of, self._clock(), named, progress))
            accounts = [finding.record for finding in found if finding.table == "account"]
            unseen = self.unseen(connection, "account", [id_ for id_ in accounts if id_])
        return [
            replace(
                finding,
                message=phrase(f"An anchor of the account {finding.record} does not hold."),
            )
            if finding.code == "anchor-broken" and finding.record in unseen
            else finding
            for finding in found
        ]

    def rebuild(self) -> None:
        """Make the present again from the history, after `verify` has found that they differ.

        The history is not changed, so there is no revision of it.

        Raises:
            RegisterError: the history itself is not as it was written.
        """
        self.require("register.rebuild")
        with self.store.writing() as connection:
            latest = last(connection)
            if latest is None:
                raise RegisterError(f"{self.store.name} has no history; restore a backup.")
            rebuild(connection, latest.number)

    def backup(self, out: str | Path) -> Revision:
        """Write the register as it is now into one file; gives the latest revision in it.

        It is a SQLite file, whatever the register lies in, and can be opened as a register.
        Others go on writing meanwhile. It is written whole or not at all, verified, and can be
        read by its owner only: it holds also what is confidential, and the hashes of passwords.

        Raises:
            RegisterError: `out` is there already or cannot be written, or the register is damaged.
            DeniedError: the user may not do this.
        """
        self.require("backup")
        return backing_up.backup(self.store, Path(out))

    @staticmethod
    def restore(backup: str | Path, target: str | Path) -> Revision:
        """Make a register from a backup, at a path or in an empty database of PostgreSQL.

        Gives its latest revision, the same as the backup's. Where it fails nothing is left.

        Raises:
            RegisterError: it is no sound backup, or there is a register or something else there.
        """
        return backing_up.restore(Path(backup), target)

    @staticmethod
    def upgrade(url: str | Path) -> Path | None:
        """Bring a register of an earlier version to this one; gives the copy that was made before.

        An embedded register is copied beside itself first; see that the server of another is
        backed up.

        Raises:
            RegisterError: there is no register, a newer version wrote it, or it cannot be written.
        """
        return backing_up.upgrade(url)


def _revision_of(release: str | Path | Release) -> str:
    """The revision that a release names, as 17:hash.

    Raises:
        QuestionError: it was not frozen from a register.
    """
    from waqia.release import open_release

    opened = open_release(release) if isinstance(release, str | Path) else release
    revision: str | None = opened.manifest["waqia"].get("revision")
    if revision is None:
        raise QuestionError("The release names no revision: it was not frozen from a register.")
    return revision
