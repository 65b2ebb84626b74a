"""A real SMTP server for tests.

    smtp_server.py FOLDER

Prints its port on one line and serves until its standard input is closed. Every mail becomes
FOLDER/0001.eml, FOLDER/0002.eml, and so on, in the order in which they arrive. Two addresses make
trouble: later@… is refused for now (451), gone@… for good (550).
"""

import asyncio
import pathlib
import sys

from aiosmtpd.smtp import SMTP


class Post:
    """Writes each mail to a file of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.count = len(list(folder.glob("*.eml")))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("later@"):
            return f"451 4.7.1 <{address}> come back later"
        if address.startswith("gone@"):
            return f"550 5.1.1 <{address}> nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = self.folder / f"{self.count:04}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(envelope.original_content)
        unfinished.rename(path)
        return "250 OK"


async def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    post = Post(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(post, hostname="peer.example"), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
