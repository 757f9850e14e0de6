package gpcm.node.sending;

import gpcm.consultation.Document;
import gpcm.exchange.Deliverability;
import gpcm.node.ledger.ToCheck;

/**
 * Finds out, shortly before a document leaves, whether it can be delivered (GPCM-SD-CS-072).
 * Implementations are thread-safe.
 */
public interface DeliveryCheck {
  /** Where nothing is asked: the system that hands in has looked the patient up itself. */
  DeliveryCheck LEFT_TO_THE_SUBMITTING_SYSTEM =
      new DeliveryCheck() {
        @Override
        public boolean asks(String organisation) {
          return false;
        }

        @Override
        public Deliverability check(ToCheck claimed, Document document) {
          return new Deliverability.Deliverable(
              "the practice is the one that the submitting system named; this node is not"
                  + " configured to look it up");
        }
      };

  /** Whether it asks anybody about patients of this organisation. */
  boolean asks(String organisation);

  /** What it finds out; that somebody cannot be asked is an answer too. */
  Deliverability check(ToCheck claimed, Document document) throws InterruptedException;
}
