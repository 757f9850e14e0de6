package gpcm.node.working;

import java.util.OptionalLong;

/**
 * Who wants to change something that an organisation sets about its work.
 *
 * @param by who
 * @param why in their words
 * @param seen the last change of the section that they have seen; empty when they do not say
 */
public record ChangeOrder(Doer by, String why, OptionalLong seen) {
  /** ODS code of the organisation that it is about. */
  public String organisation() {
    return by.organisation();
  }
}
