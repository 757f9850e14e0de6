package gpcm.node.people;

/** Whether somebody may do something, and if not, what is missing. */
public sealed interface Decision {
  /**
   * It may be done.
   *
   * @param reasonNeeded whether they have to say why
   */
  record Allowed(boolean reasonNeeded) implements Decision {}

  /** It may be done after signing in again. */
  record SignInAgain() implements Decision {}

  /** It may be done when a second person confirms it. */
  record SecondPerson() implements Decision {}

  /** It may not be done by them. */
  record Refused() implements Decision {}
}
