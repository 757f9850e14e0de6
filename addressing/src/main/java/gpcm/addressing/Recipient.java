package gpcm.addressing;

import gpcm.mesh.DateOrder;
import gpcm.mesh.MailboxAddress;

/** Who gets a document. */
public sealed interface Recipient {
  /**
   * The registered practice of the document's patient, which MESH finds by NHS number, date of
   * birth and surname (GPCM-SD-CS-060). Every Consultation Summary goes there.
   *
   * @param dates how the date of birth is written
   */
  record RegisteredPractice(DateOrder dates) implements Recipient {}

  /**
   * A mailbox that is known, as from {@link gpcm.mesh.MeshClient#lookup} with the organisation's
   * ODS code and {@link MeshWorkflow#DOCUMENT} (GPCM-SD-OC-159, -163, GPCM-SD-GE-290).
   *
   * @param mailbox its address
   */
  record Mailbox(MailboxAddress mailbox) implements Recipient {}

  /** The registered practice, the date of birth written as the MESH guide asks. */
  static Recipient registeredPractice() {
    return new RegisteredPractice(DateOrder.YEAR_FIRST);
  }

  /**
   * The mailbox with this id.
   *
   * @throws IllegalArgumentException when it is no mailbox id
   */
  static Recipient mailbox(String id) {
    return new Mailbox(new MailboxAddress(id));
  }
}
