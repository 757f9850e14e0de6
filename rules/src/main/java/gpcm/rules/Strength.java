package gpcm.rules;

/**
 * How binding a requirement is. A broken {@link #MUST} makes a message invalid; anything weaker is
 * a warning that is kept and shown to staff and never rejects. "MUST NOT" and "SHOULD NOT" are the
 * same strengths said about an absence.
 */
public enum Strength {
  MUST,
  SHOULD,
  MAY
}
