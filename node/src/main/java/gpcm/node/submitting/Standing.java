package gpcm.node.submitting;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;

/** A trouble that people are told of once, and that is over by itself. Belongs to one lane. */
final class Standing {
  private final Ledger ledger;
  private final String organisation;
  private final String problem;
  private boolean told;
  // What an earlier node told may be over by now.
  private boolean known;

  Standing(Ledger ledger, String organisation, String problem) {
    this.ledger = ledger;
    this.organisation = organisation;
    this.problem = problem;
  }

  void is(String title, String whatHappened, String whatToDo) {
    if (!told) {
      ledger.tell(organisation, new AlertText(problem, title, whatHappened, whatToDo));
    }
    told = true;
    known = true;
  }

  void over() {
    if (told || !known) {
      ledger.mended(problem);
    }
    told = false;
    known = true;
  }
}
