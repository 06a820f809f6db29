"""A server of one's own with the portal's tables and walls: those of the template that the other tests copy."""

import subprocess

from portal.cluster import binaries
from portal.cluster.server import Cluster
from portal.config.databases import admin_conninfo
from portal.kernel.database.roles import Admin, make_databases, make_roles


def fill(server: Cluster, template: str, name: str = "portal") -> None:
    """Copy the template into the server's empty database; making it anew takes ten times as long."""
    admin = Admin(server.admin_url(), "no login is asked for a password over this socket")
    make_roles(admin)
    make_databases(admin, name)
    programs = binaries.unpack(server.home.parent)
    source = f"{admin_conninfo()} dbname={template}"
    dump = subprocess.run([programs / "pg_dump", "--dbname", source], check=True, capture_output=True)
    command = [programs / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", server.admin_url(name)]
    subprocess.run(command, input=dump.stdout, check=True, capture_output=True)
