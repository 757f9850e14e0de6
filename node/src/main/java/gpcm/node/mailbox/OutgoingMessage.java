package gpcm.node.mailbox;

import gpcm.node.store.Content;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that waits to be posted to MESH, or that was. Its bytes never change.
 *
 * @param id this row's id
 * @param organisation ODS code of the sender
 * @param document the document it carries, when it carries one
 * @param received the received message it answers, when it is an acknowledgement
 * @param responseCode the acknowledgement's code
 * @param messageId MessageHeader.id
 * @param address what goes into Mex-To: a mailbox id or a GPPROVIDER address
 * @param workflowId the MESH workflow
 * @param subject Mex-Subject
 * @param content the bytes, in the content store
 * @param attempts how many times posting was begun
 */
public record OutgoingMessage(
    UUID id,
    String organisation,
    Optional<UUID> document,
    Optional<UUID> received,
    Optional<String> responseCode,
    String messageId,
    String address,
    String workflowId,
    String subject,
    Content content,
    int attempts) {}
