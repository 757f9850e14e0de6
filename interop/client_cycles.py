"""The official MESH client at work: sends, downloads and acknowledges messages of 10 KB one after the other.

Called by gpcm.bench.mesh.MeshClients with the server's address and the seconds a turn takes. For each line it reads it works
one turn, then prints how many messages went round and the processor seconds that took.
"""

import os
import sys
import time

from mesh_client import MeshClient

url = sys.argv[1]
seconds = float(sys.argv[2])
body = os.urandom(10 * 1024)


def client(mailbox):
    return MeshClient(url, mailbox, "password", shared_key=b"TestKey", verify=False)


with client("X26ABC1") as sender, client("X26ABC2") as recipient:
    for _ in sys.stdin:
        cycles = 0
        before = time.process_time()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sent = sender.send_message("X26ABC2", body, workflow_id="TEST_WORKFLOW")
            message = recipient.retrieve_message(sent)
            if message.read() != body:
                raise SystemExit("a message came back changed")
            message.acknowledge()
            cycles += 1
        print(cycles, time.process_time() - before, flush=True)
