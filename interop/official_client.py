"""Drives the official MESH client against a server; called by OfficialClientTest with the server's address.

Every step asserts; the first failure ends the script with a traceback.
"""

import os
import sys

from mesh_client import MeshClient, MeshError

url = sys.argv[1]
strict = sys.argv[2] == "strict"


def client(mailbox, password="password", **kwargs):
    return MeshClient(
        url, mailbox, password, shared_key=b"TestKey", max_retries=0, verify=False, **kwargs
    )


def inbox(box):
    return box.list_messages()


def check(name, condition):
    assert condition, name
    print("ok", name)


with client("X26ABC1") as sender, client("X26ABC2") as recipient:
    check("ping", sender.ping()["outcome"] == "Yes")
    sender.handshake()
    check("handshake", True)

    small = b"a small message"
    sent = sender.send_message(
        "X26ABC2",
        small,
        workflow_id="TEST_WORKFLOW",
        filename="report.pdf",
        local_id="interop-1",
        subject="A subject",
        checksum="b10a8db164e0754105b7a99be72e3fe5",
        content_type="application/pdf",
    )
    check("listed", inbox(recipient) == [sent])
    check("counted", recipient.count_messages() == 1)
    message = recipient.retrieve_message(sent)
    check("content", message.read() == small)
    check("sender", message.sender == "X26ABC1")
    check("recipient", message.recipient == "X26ABC2")
    check("local id", message.local_id == "interop-1")
    check("subject", message.subject == "A subject")
    check("file name", message.filename == "report.pdf")
    check("checksum", message.checksum == "b10a8db164e0754105b7a99be72e3fe5")
    check("type", message.message_type == "DATA")
    tracked = sender.track_message(sent)
    check("tracked as accepted", tracked["status"] == "accepted")
    message.acknowledge()
    check("gone after acknowledge", inbox(recipient) == [])
    tracked = sender.track_message(sent)
    check("tracked as acknowledged", tracked["status"] == "acknowledged")
    check("tracking names the message", tracked["message_id"] == sent and tracked["local_id"] == "interop-1")

    big = os.urandom(700_001)
    for compress in (False, True):
        sent = sender.send_message(
            "X26ABC2", big, workflow_id="TEST_WORKFLOW", max_chunk_size=200_000, compress=compress
        )
        with recipient.retrieve_message(sent) as chunked:
            check(f"chunked, compressed {compress}", chunked.read() == big)
        check("acknowledged by the context manager", inbox(recipient) == [])

    text = b"compressible " * 10_000
    sent = sender.send_message("X26ABC2", text, workflow_id="TEST_WORKFLOW", compress=True)
    with recipient.retrieve_message(sent) as packed:
        check("compressed", packed.read() == text)

    ids = [sender.send_message("X26ABC2", b"%d" % n, workflow_id="TEST_WORKFLOW") for n in range(25)]
    check("pages", list(recipient.iterate_message_ids(batch_size=10)) == ids)
    check("filter that fits", recipient.list_messages(workflow_filter="TEST*") == ids)
    check("filter that doesn't", recipient.list_messages(workflow_filter="!TEST*") == [])
    for one in recipient.iterate_all_messages():
        one.acknowledge()
    check("all acknowledged", inbox(recipient) == [])

    found = sender.lookup_endpoint("X26", "TEST_WORKFLOW")
    check("lookup", [one["mailbox_id"] for one in found["results"]] == ["X26ABC2"])

    try:
        sender.send_message("NOBODY", b"x", workflow_id="TEST_WORKFLOW")
        raise AssertionError("a send to nobody was accepted")
    except MeshError as error:
        check("unknown recipient is an error", "12" in str(error) or "Unregistered" in str(error))
    try:
        client("X26ABC1", password="wrong").handshake()
        raise AssertionError("a wrong password was accepted")
    except Exception as error:  # the client lets requests' HTTPError through
        check("wrong password is an error", "403" in str(error))
    if strict:
        try:
            recipient.send_message("X26ABC1", b"x", workflow_id="TEST_WORKFLOW")
            raise AssertionError("a send without permission was accepted")
        except MeshError as error:
            check("no permission is an error", "16" in str(error))

print("done")
