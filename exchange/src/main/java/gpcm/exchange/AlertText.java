package gpcm.exchange;

/**
 * What a person is told (GPCM-SD-034, GPCM-SD-035).
 *
 * @param problem identifies the problem within the organisation: raised again while it is open, it
 *     counts up instead of standing there twice
 * @param title one line; may name the patient
 * @param whatHappened the reason in plain words
 * @param whatToDo the next step for a person
 */
public record AlertText(String problem, String title, String whatHappened, String whatToDo) {

  /** The problem only: the rest may name a patient. */
  @Override
  public String toString() {
    return "AlertText[" + problem + "]";
  }
}
