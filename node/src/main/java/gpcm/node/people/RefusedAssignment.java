package gpcm.node.people;

/**
 * A role that cannot be given or taken so, or an account that cannot be shut or opened so. Its
 * message says why, for people.
 */
public final class RefusedAssignment extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedAssignment(String message) {
    super(message);
  }
}
