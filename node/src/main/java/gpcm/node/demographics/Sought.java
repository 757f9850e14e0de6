package gpcm.node.demographics;

import gpcm.pds.OurRecord;
import gpcm.pds.Route;
import java.util.UUID;

/**
 * Whom a document is about.
 *
 * @param organisation ODS code of the sender
 * @param document this node's id of the document
 * @param ours what the document says of the patient
 * @param route what is sent to whom
 * @param forAPerson whether a person waits: it is asked first, and anew
 */
public record Sought(
    String organisation, UUID document, OurRecord ours, Route route, boolean forAPerson) {}
