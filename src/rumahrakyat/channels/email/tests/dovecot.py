"""A real mail server of a test's own: Dovecot, with one IMAP and one LMTP port, in the foreground."""

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rumahrakyat.channels.email.options import Mailbox
from rumahrakyat.channels.email.tests.certificates import Certificate

PROGRAM = "/usr/sbin/dovecot"
USER = "lapor"
PASSWORD = "kata-sandi-uji"
SECONDS = 120  # a bound, not a wait

_CONFIG = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
{ssl}
disable_plaintext_auth = no
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
mail_location = maildir:{root}/mail/%n
recipient_delimiter = +
lda_mailbox_autocreate = yes
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/mail/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


@dataclass
class Dovecot:
    """`imap`, `imaps` (0: none) and `lmtp` are its ports on 127.0.0.1."""

    root: Path
    imap: int
    lmtp: int
    imaps: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox("127.0.0.1", self.imap, "none", USER, PASSWORD)

    def start(self) -> None:
        """Returns when both ports answer. Raises RuntimeError with the server's log when they do not."""
        config = str(self.root / "dovecot.conf")
        with (self.root / "out").open("ab") as out:
            self.process = subprocess.Popen([PROGRAM, "-F", "-c", config], stdout=out, stderr=out)
        end = time.monotonic() + SECONDS
        while not (_answers(self.imap) and _answers(self.lmtp)):
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError(f"dovecot does not start: {self._log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(SECONDS)
        self.process = None

    def deliver(self, *mails: bytes, to: str = f"{USER}@rumahrakyat.test", sender: str = "wening@surel.test") -> None:
        """As the mail server of the house would: over LMTP."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as server:
            for mail in mails:
                server.sendmail(sender, [to], mail)

    def number_anew(self, validity: int) -> None:
        """The mailbox gets another UIDVALIDITY."""
        config = str(self.root / "dovecot.conf")
        command = ["doveadm", "-c", config, "mailbox", "update", "-u", USER, "--uid-validity", str(validity), "INBOX"]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)

    def files(self, folder: str = "") -> list[Path]:
        """The mails in the mailbox or a folder of it, as files."""
        where = self.root / "mail" / USER / folder
        return sorted(path for part in ("new", "cur") for path in (where / part).glob("*"))

    def _log(self) -> str:
        return "".join(
            (self.root / name).read_text(errors="replace")[-2000:]
            for name in ("out", "log")
            if (self.root / name).exists()
        )


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@contextmanager
def running(certificate: Certificate | None = None) -> Iterator[Dovecot]:
    """A fresh server with empty mailboxes; stopped and deleted afterwards. Its folder's name is short, because names
    of sockets must be. With a certificate it speaks TLS too."""
    root = Path(tempfile.mkdtemp(prefix="rr-dc-", dir="/tmp"))
    server = Dovecot(root, free_port(), free_port(), free_port() if certificate else 0)
    try:
        _prepare(server, certificate)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(root, ignore_errors=True)


def _prepare(server: Dovecot, certificate: Certificate | None) -> None:
    """The configuration, for whoever runs the tests: its mail processes may not be root."""
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    group = "nogroup" if os.getuid() == 0 else _group(account.pw_gid)
    server.root.chmod(0o755)
    mail = server.root / "mail"
    mail.mkdir()
    if os.getuid() == 0:
        os.chown(mail, account.pw_uid, account.pw_gid)
    values = {"root": server.root, "user": account.pw_name, "group": group, "password": PASSWORD}
    ssl = f"ssl_cert = <{certificate.certificate}\nssl_key = <{certificate.key}" if certificate else "ssl = no"
    text = _CONFIG.format(**values, ssl=ssl, imap=server.imap, imaps=server.imaps, lmtp=server.lmtp)
    (server.root / "dovecot.conf").write_text(text)


def _group(number: int) -> str:
    import grp  # noqa: PLC0415 -- only for those who are not root

    return grp.getgrgid(number).gr_name
