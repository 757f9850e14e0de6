package gpcm.node.working;

/** Something cannot be done with a document. Its text holds no patient data. */
public abstract sealed class WorkRefused extends RuntimeException {
  private WorkRefused(String message) {
    super(message);
  }

  /** Somebody else has done something since whoever asks looked at it. */
  public static final class Changed extends WorkRefused {
    Changed(String message) {
      super(message);
    }
  }

  /** The organisation has nothing of that kind. */
  public static final class Missing extends WorkRefused {
    /**
     * @param message what there is not
     */
    public Missing(String message) {
      super(message);
    }
  }

  /** It cannot be done in the state it is in. */
  public static final class NotNow extends WorkRefused {
    NotNow(String message) {
      super(message);
    }
  }

  /** It cannot be finished while something is open. */
  public static final class StillOpen extends WorkRefused {
    StillOpen(String message) {
      super(message);
    }
  }

  /** The same person has just done the same, as by a second click; nothing is done twice. */
  public static final class Repeated extends WorkRefused {
    private final WorkRefused otherwise;

    Repeated(WorkRefused otherwise) {
      super(otherwise.getMessage());
      this.otherwise = otherwise;
    }

    /** What it is to whoever did not do it before. */
    public WorkRefused otherwise() {
      return otherwise;
    }
  }

  /** What was said is wrong, whatever state it is in. */
  public static final class Wrong extends WorkRefused {
    private final String field;
    private final String remedy;

    /**
     * @param field its name, or nothing
     * @param remedy what to do
     */
    public Wrong(String field, String message, String remedy) {
      super(message);
      this.field = field;
      this.remedy = remedy;
    }

    /** The name of what is wrong; empty when it is no single field. */
    public String field() {
      return field;
    }

    /** What to do. */
    public String remedy() {
      return remedy;
    }
  }
}
