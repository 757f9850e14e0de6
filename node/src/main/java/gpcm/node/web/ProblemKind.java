package gpcm.node.web;

import java.util.Locale;

/**
 * What can go wrong with a request: each kind has one type (RFC 9457), one status and one title.
 * docs/api.md and the API's description list them.
 */
enum ProblemKind {
  INVALID_PARAMETER(400, "A parameter or header is wrong"),
  MALFORMED_REQUEST(400, "The request is not HTTP as it should be"),
  MALFORMED_FORM(400, "The form cannot be read"),
  LOGOUT_REFUSED(400, "The logout token ends nothing"),
  INVALID_JSON(400, "The JSON cannot be read"),
  UNAUTHORIZED(401, "A session or a key is needed"),
  WRONG_HOST(403, "This node does not answer under this name"),
  PLAIN_HTTP(403, "Only over HTTPS"),
  CROSS_SITE(403, "Another site's page may not do this"),
  STALE_FORM(403, "The form is no longer good"),
  FORBIDDEN(403, "Not with your roles"),
  SIGN_IN_AGAIN(403, "Sign in again first"),
  SECOND_FACTOR(403, "Sign in with a passkey"),
  REASON_NEEDED(403, "Say why"),
  SECOND_PERSON(403, "A second person has to confirm it"),
  ANOTHER_PERSON(403, "Somebody else has to confirm it"),
  NO_PASSKEYS_HERE(404, "No passkeys under this name"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "Not with this method"),
  NOT_FAILED(409, "Only what failed can be sent again"),
  CHANGED_MEANWHILE(409, "Somebody else has changed it"),
  NOT_IN_THIS_STATE(409, "Not in the state it is in"),
  STILL_OPEN(409, "Something is still open"),
  COLLECTED(409, "MESH says that it was collected"),
  NOT_WAITING(409, "It does not wait any more"),
  ASKER_MAY_NOT(409, "Who asked may not do it any more"),
  ALREADY_DECIDED(409, "Somebody has decided it before"),
  NOT_DECIDABLE(409, "It cannot be decided on now"),
  NOT_FETCHABLE(409, "It cannot be fetched now"),
  ANSWERED_OTHERWISE(409, "It has been answered otherwise"),
  NOT_BUILT(409, "There is no message yet"),
  VERSION_TAKEN(409, "This version of the encounter was handed in before"),
  CONTENT_REMOVED(410, "The file is no longer kept"),
  TOO_LARGE(413, "More than is allowed"),
  UNSUPPORTED_MEDIA_TYPE(415, "Not in this media type"),
  UNSUPPORTED_ENCODING(415, "Not in this encoding"),
  RANGE_NOT_SATISFIABLE(416, "The file has no such range"),
  REFUSED_ASSIGNMENT(422, "This cannot be decided so"),
  INVALID_ENTRY(422, "A field of the form is wrong"),
  INVALID_CONSULTATION(422, "Fields of the consultation are wrong"),
  SUBMISSION_REFUSED(422, "The consultation cannot be sent as it is"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another consultation"),
  VERSION_REFUSED(422, "The version does not follow"),
  REPLACEMENT_REFUSED(422, "It cannot replace that document"),
  NOT_TO_BE_SENT(422, "It is not to be sent"),
  ONE_BY_ONE(422, "Each of these is decided by itself"),
  WHO_IS_MISSING(422, "Who does it must be named"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL(500, "The node could not answer"),
  CONTENT_DAMAGED(500, "The file is damaged"),
  NOT_CHECKABLE(503, "It cannot be checked now"),
  UNHEALTHY(503, "The node cannot work now"),
  STOPPING(503, "The node is stopping");

  private static final String PREFIX = "urn:gpcm:problem:";

  private final int status;
  private final String title;

  ProblemKind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  /** The same for every problem of this kind. */
  String title() {
    return title;
  }

  /** The URI that programs tell problems apart by. */
  String type() {
    return PREFIX + word();
  }

  /** Such as {@code not-found}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
