package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.exchange.Deliverability;
import gpcm.node.ledger.ToCheck;
import java.util.Optional;

/**
 * Finds out, shortly before a document leaves, whether it can be delivered (GPCM-SD-CS-072).
 * Implementations are thread-safe.
 */
public interface DeliveryCheck {
  /** Whether it asks anybody about patients of this organisation. */
  boolean asks(String organisation);

  /**
   * Whether the organisation's own register has the patient as Regular; empty when it does not say,
   * cannot be asked, or is not asked for this organisation.
   */
  default Optional<Boolean> regularHere(String organisation, Document document) {
    return Optional.empty();
  }

  /** What it finds out; that somebody cannot be asked is an answer too. */
  Deliverability check(ToCheck claimed, RecordedConsultation recorded) throws InterruptedException;

  /**
   * What would be found out.
   *
   * @param number the NHS number it would go under; empty for the one that it says
   * @param restricted whether nobody may be told where the patient lives
   */
  record Foreseen(Deliverability delivery, Optional<String> number, boolean restricted) {}

  /** What it would find out if it were asked now; it is really asked, and nothing of it is kept. */
  Foreseen foresee(ToCheck claimed, RecordedConsultation recorded) throws InterruptedException;
}
